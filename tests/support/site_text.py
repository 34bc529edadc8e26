"""A small but complete site file: two checkpoints, one kind, every answer type."""

__all__ = ["SITE_TEXT"]

SITE_TEXT = """\
schema_version: 1
site:
  id: small
  name_zh: 小花园
  name_en: Small Garden
  timezone: Asia/Shanghai
sources:
  GK: {kind: general, title: Trade knowledge}
departments:
  - {id: engineering, zh: 工程, en: Engineering}
roles:
  - {id: assistant, zh: 助理, en: Assistant}
severities:
  - {id: S1, zh: 紧急, en: Emergency, respond_h: 0.25, default_deadline_h: 2}
  - {id: S2, zh: 重要, en: Serious, respond_h: 1, default_deadline_h: 24}
  - {id: S3, zh: 一般, en: Ordinary, respond_h: 4, default_deadline_h: 72}
  - {id: S4, zh: 轻微, en: Minor, respond_h: 8, default_deadline_h: 168}
content_groups:
  a: {zh: 清洁, en: Cleaning}
  c: {zh: 设备, en: Equipment}
patrol_policy:
  am_ends: 12:00
  pm_ends: 18:00
finding_categories:
  - {id: equipment, zh: 设备, en: Equipment, default_department: engineering}
seasons:
  - {id: flood, zh: 汛期, en: Flood season, start: 04-15, end: 10-15}
phrases:
  - {id: leak, zh: 有渗水或漏水, en: A leak, kinds: [pump_room], categories: [equipment]}
zones:
  - {id: Z1, zh: 设备房, en: Equipment rooms, cluster: east}
kinds:
  - id: pump_room
    zh: 水泵房
    en: Pump room
    frequency: daily
    checks:
      - id: P-1
        group: c
        zh: 出水压力
        en: Outlet pressure
        answer: {type: number, unit: MPa, ok_min: 0.4, ok_max: 0.6, crit_min: 0.3, crit_max: 0.75}
        on_fail: {severity: S1, department: engineering, deadline_h: 2, on_the_spot: false, category: equipment}
        photo: always
        source: [GK]
      - id: P-2
        group: c
        zh: 控制柜开关
        en: Cabinet switch
        answer:
          type: choice
          options:
            - {value: auto, zh: 自动, en: automatic, ok: true}
            - {value: manual, zh: 手动, en: manual, ok: false}
        on_fail: {severity: S2, department: engineering, deadline_h: 24, on_the_spot: true, category: equipment}
        source: [GK]
      - id: P-3
        group: a
        zh: 地面干燥
        en: Floor dry
        answer: {type: pass_fail_na}
        on_fail: {severity: S3, department: engineering, deadline_h: 72, on_the_spot: true, category: equipment}
        season: flood
        source: [GK]
      - id: P-4
        group: c
        zh: 末次记录
        en: Last entry
        answer: {type: text}
        source: [GK]
      - id: P-5
        group: c
        zh: 全景照片
        en: A picture of the room
        answer: {type: photo}
        photo: always
        source: [GK]
checkpoints:
  - {id: CP-1, number: 1, zone: Z1, kind: pump_room, zh: 东泵房, en: East pump room}
  - {id: CP-2, number: 2, zone: Z1, kind: pump_room, zh: 西泵房, en: West pump room, overrides: {P-1: {ok_min: 0.45}}}
routes:
  - id: R-1
    type: cluster
    zh: 上午巡区
    en: Morning round
    days: [mon, tue]
    half: am
    est_minutes: 60
    groups_covered: [a, c]
    checkpoints: [CP-1, CP-2]
"""
