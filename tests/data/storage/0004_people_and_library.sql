BEGIN TRANSACTION;
CREATE TABLE chunk (
                session_id INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
                first_frame INTEGER NOT NULL,
                frames INTEGER NOT NULL,
                last_time REAL NOT NULL,
                poses BLOB NOT NULL,
                PRIMARY KEY (session_id, first_frame)
            );
INSERT INTO "chunk" VALUES(1,0,4,0.1,X'789C63608000413058680FA137DACF9A09023BED21B20FF6DFBB0B06FBF7EC0681DBFB21F237F7DF639DE67C31E4BAB3A2D62EE7D746379CF245049C15965F74E63AA0E8E02671D4F993F77EE79BB3139C1794083A7F58C2EA7C60CD17A75F8B429D9FE815393FBCD6E2DCF5FA9DB39AED3EE78D41539DB745BE7576D974CE69DBD9994EF94C939D0FEC59E1A8C2DCE9D8A55AEE9C7A3CDEF994DC1DE795CCD39D8F1F2B733E5F9FE7EC32F7ADD37FF5AD0E07B6EC701A75C7E074C751ABB31655962C1641D6F32C842C5BADB9AC92ADFBAD7E58C55968597158D5581759D247C50AC3C85D959B24B772EDECB3F8B4E9A995BE21AFD167635153F69D0FD6356C9FB7F1FCCEBD56D23B3E99ECDF9A6CB9C6C46FE70F8B0CAB8B962C06D23BF376685AB1EBCDDAD1612962C262A0B0597163E3F6E5BBB22DF357D7EACA6FB535BFB62B76F3E15D793B7759759B8CDA42AA2D0008650194');
INSERT INTO "chunk" VALUES(2,0,4,0.1,X'789C63608000413058680FA137DACF9A09023BED21B20FF6DFBB0B06FBF7EC0681DBFB21F237F7DF639DE67C31E4BAB3A2D62EE7D746379CF245049C15965F74E63AA0E8E02671D4F993F77EE79BB3139C1794083A7F58C2EA7C60CD17A75F8B429D9FE815393FBCD6E2DCF5FA9DB39AED3EE78D41539DB745BE7576D974CE69DBD9994EF94C939D0FEC59E1A8C2DCE9D8A55AEE9C7A3CDEF994DC1DE795CCD39D8F1F2B733E5F9FE7EC32F7ADD37FF5AD0E07B6EC701A75C7E074C751ABB31655962C1641D6F32C842C5BADB9AC92ADFBAD7E58C55968597158D5581759D247C50AC3C85D959B24B772EDECB3F8B4E9A995BE21AFD167635153F69D0FD6356C9FB7F1FCCEBD56D23B3E99ECDF9A6CB9C6C46FE70F8B0CAB8B962C06D23BF376685AB1EBCDDAD1612962C262A0B0597163E3F6E5BBB22DF357D7EACA6FB535BFB62B76F3E15D793B7759759B8CDA42AA2DF75A81E9F40A309DAE02A5D35BC0742AE8ACA07E09984E131DDC6600D3E969503A4D04A65321603A6503A6D36FC0741A064CA7C5CE0FC35A9DBBB2DF3BABED05A6D34BC0747A13944E2F00D3E96CA7FC26503ADD004CA71381E9B402984E139C4FCD03A6D366503A2D07A6D37C603A7D0F4CA75781E97497D3A83B06A73B064BF9F1CBD06597FAA60F5BBEEE586CB160D34FAB46C3782325133BD3CF3B6CD6856FF7D9B86BE7452BB61DD2A6D3B7965B5E35B1DAC96B596BF5D432CC806D67E40E3BABD57AAD3BE658DA9A84199CDB747E43C4F649BBEA2D355629EA7DDB92667E6817F7E6F5BBA2769EB7DA62326A0BA9B6000075750362');
CREATE TABLE correction (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                entry_id INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
                field TEXT NOT NULL,
                value TEXT NOT NULL,
                made TEXT NOT NULL,
                taken_back TEXT
            );
INSERT INTO "correction" VALUES(1,1,'repetitions','20','2026-11-24T07:30:00+09:00',NULL);
CREATE TABLE entry (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                uid TEXT NOT NULL UNIQUE,
                source TEXT NOT NULL,
                number INTEGER NOT NULL,
                place INTEGER NOT NULL,
                title TEXT NOT NULL,
                person TEXT,
                started TEXT NOT NULL,
                day TEXT NOT NULL,
                exercise TEXT NOT NULL,
                sets TEXT NOT NULL,
                grade TEXT NOT NULL,
                range_deg REAL,
                added TEXT NOT NULL,
                UNIQUE (source, number, place)
            );
INSERT INTO "entry" VALUES(1,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','session:1:2026-11-21T07:30:00+09:00',1,0,'아침 ''squat''','지우','2026-11-21T07:30:00+09:00','2026-11-21','squat','[[2.0, 30.0, 12, 0, 0.0], [60.5, 90.0, 9, 2, 0.0]]','B',96.5,'2026-11-23T07:30:00+09:00');
INSERT INTO "entry" VALUES(2,'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb','video:ab12',1,1,'아침 ''squat''',NULL,'2026-11-21T07:30:00+09:00','2026-11-21','plank','[[100.0, 131.0, 0, 0, 30.25]]','',NULL,'2026-11-23T07:30:00+09:00');
CREATE TABLE frame_score (
                session_id INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
                person INTEGER NOT NULL,
                frame INTEGER NOT NULL,
                time REAL NOT NULL,
                target_time REAL,
                similarity REAL,
                score REAL,
                lag REAL,
                joint_errors BLOB NOT NULL,
                mirrored INTEGER NOT NULL,
                PRIMARY KEY (session_id, person, frame)
            ) WITHOUT ROWID;
INSERT INTO "frame_score" VALUES(1,0,0,0.0,-0.5,0.75,80.0,0.5,X'0000C03F0000A2C1',1);
INSERT INTO "frame_score" VALUES(1,0,1,3.33333333333333328707e-02,-4.66666666666666674068e-01,0.75,80.0,0.5,X'0000C03F0000A2C1',1);
INSERT INTO "frame_score" VALUES(1,0,2,6.66666666666666657414e-02,-4.33333333333333348136e-01,0.75,80.0,0.5,X'0000C03F0000A2C1',1);
INSERT INTO "frame_score" VALUES(1,0,3,0.1,-0.4,0.75,80.0,0.5,X'0000C03F0000A2C1',1);
INSERT INTO "frame_score" VALUES(2,0,0,0.0,-0.5,0.75,80.0,0.5,X'0000C03F0000A2C1',1);
INSERT INTO "frame_score" VALUES(2,0,1,3.33333333333333328707e-02,-4.66666666666666674068e-01,0.75,80.0,0.5,X'0000C03F0000A2C1',1);
INSERT INTO "frame_score" VALUES(2,0,2,6.66666666666666657414e-02,-4.33333333333333348136e-01,0.75,80.0,0.5,X'0000C03F0000A2C1',1);
INSERT INTO "frame_score" VALUES(2,0,3,0.1,-0.4,0.75,80.0,0.5,X'0000C03F0000A2C1',1);
INSERT INTO "frame_score" VALUES(2,1,0,0.0,-0.5,0.75,80.0,0.5,X'0000C03F0000A2C1',1);
INSERT INTO "frame_score" VALUES(2,1,1,3.33333333333333328707e-02,-4.66666666666666674068e-01,0.75,80.0,0.5,X'0000C03F0000A2C1',1);
INSERT INTO "frame_score" VALUES(2,1,2,6.66666666666666657414e-02,-4.33333333333333348136e-01,0.75,80.0,0.5,X'0000C03F0000A2C1',1);
INSERT INTO "frame_score" VALUES(2,1,3,0.1,-0.4,0.75,80.0,0.5,X'0000C03F0000A2C1',1);
CREATE TABLE migration (name TEXT PRIMARY KEY, applied TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP);
INSERT INTO "migration" VALUES('0001_sessions','2026-11-21 00:00:00');
INSERT INTO "migration" VALUES('0002_strictness','2026-11-21 00:00:00');
INSERT INTO "migration" VALUES('0003_diary','2026-11-21 00:00:00');
INSERT INTO "migration" VALUES('0004_people_and_library','2026-11-21 00:00:00');
CREATE TABLE profile (
                name TEXT PRIMARY KEY,
                weight_kg REAL,
                height_m REAL
            , colour TEXT NOT NULL DEFAULT '', picture BLOB, weekly_goal INTEGER, goal_unit TEXT NOT NULL DEFAULT 'sessions', pin_hash TEXT, uid TEXT NOT NULL DEFAULT '');
INSERT INTO "profile" VALUES('지우',61.5,1.68,'',NULL,NULL,'sessions',NULL,'fc878bf301eb466bbdf9b40dfc3fb8cb');
INSERT INTO "profile" VALUES('',70.0,NULL,'',NULL,NULL,'sessions',NULL,'5f1398b0f58743899ccd47fb7a5ea4c9');
CREATE TABLE result (
                session_id INTEGER PRIMARY KEY REFERENCES session (id) ON DELETE CASCADE,
                summary TEXT NOT NULL,
                frames BLOB NOT NULL
            );
INSERT INTO "result" VALUES(1,'{"target": "아침 스쿼트", "duration": 40.0, "people": [{"score": 83.0, "grade": "B", "similarity": 0.7, "lag": 0.6, "mirrored": true, "coverage": 0.94, "moves": [{"name": "squat", "start": 2, "end": 18, "score": 83.0, "grade": "B", "similarity": 0.7, "lag": 0.6, "repetitions": 7, "target_repetitions": 8, "weakest_joint": "left_knee", "cue": null, "coverage": 1.0, "uncertainty": 3.0, "late": 0.4, "timing": "late", "trend": {"joint": "left_knee", "repetitions": [{"start": 2.0, "end": 4.0, "range": 95.0, "score": 80.0, "picture": 3.1}, {"start": 4.0, "end": 6.0, "range": 81.5, "score": 60.0, "picture": 5.2}], "worst": [{"start": 4.0, "end": 6.0, "range": 81.5, "score": 60.0, "picture": 5.2}], "change": -13.5, "trend": ""}, "times_done": 2, "half": [3], "held": 2.5, "motion": []}, {"name": "lunge", "start": 20, "end": 38, "score": 55.0, "grade": "D", "similarity": 0.4, "lag": 0.9, "repetitions": 6, "target_repetitions": 6, "weakest_joint": "", "cue": {"kind": "bend_knee", "side": "left", "degrees": 20}, "coverage": 1, "uncertainty": 4.0, "late": -0.1, "timing": "", "trend": null, "times_done": null, "half": [], "held": 0.0, "motion": []}], "not_judged": [{"start": 2.0, "end": 3.5, "reason": "in_front"}], "uncertainty": 2.5, "in_order": false, "setup": null, "frames": 5}]}',X'789C6360008107F64A60F0C8DE050C9ED8A781C133FB0E307861CF00058260B0D11E421FB49F3513044E42F917A1EA421CC0D40228CDF0A31E4C350442F97E0EC4AA0300E9CE2035');
CREATE TABLE session (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                started TEXT NOT NULL,
                person TEXT,
                people INTEGER NOT NULL CHECK (people >= 1),
                target_hash TEXT NOT NULL,
                target_title TEXT NOT NULL,
                target_path TEXT NOT NULL,
                target_duration REAL NOT NULL,
                target_moves TEXT NOT NULL,
                width INTEGER NOT NULL,
                height INTEGER NOT NULL,
                fps REAL NOT NULL,
                finished INTEGER NOT NULL DEFAULT 0,
                score REAL
            , strictness TEXT NOT NULL DEFAULT 'normal', uid TEXT NOT NULL DEFAULT '', began REAL NOT NULL DEFAULT 0);
INSERT INTO "session" VALUES(1,'2026-11-21T07:30:00+09:00','지우',1,'ab12','아침 스쿼트 <b>12 min</b>','/videos/아침 ''squat''.mp4',40.0,'[{"name": "squat", "start": 2.0, "end": 18.0, "repetitions": 8, "kind": "periodic", "confidence": 1.0}, {"name": "lunge", "start": 20.0, "end": 38.0, "repetitions": 6, "kind": "periodic", "confidence": 1.0}]',640,480,30.0,1,83.0,'normal','26f3ee29707049518a2aa5be1b43810d',1795213800.0);
INSERT INTO "session" VALUES(2,'2026-11-22T07:30:00+09:00',NULL,2,'cd34','it''s','/videos/아침 ''squat''.mp4',40.0,'[{"name": "squat", "start": 2.0, "end": 18.0, "repetitions": 8, "kind": "periodic", "confidence": 1.0}, {"name": "lunge", "start": 20.0, "end": 38.0, "repetitions": 6, "kind": "periodic", "confidence": 1.0}]',640,480,30.0,0,NULL,'normal','deab3087da9f4e538d1ef18352fdc397',1795300200.0);
CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO "setting" VALUES('language','ko');
CREATE TABLE target_moves (
                hash TEXT PRIMARY KEY,
                moves TEXT NOT NULL,
                edited TEXT NOT NULL
            );
INSERT INTO "target_moves" VALUES('ab12','[{"name": "squat", "start": 2.0, "end": 18.0, "repetitions": 8, "kind": "periodic", "confidence": 1.0}]','2026-11-25T07:30:00+09:00');
CREATE TABLE video (
                hash TEXT PRIMARY KEY,
                title TEXT NOT NULL,
                path TEXT NOT NULL,
                added TEXT NOT NULL,
                last_opened TEXT,
                duration REAL,
                moves TEXT NOT NULL DEFAULT '[]',
                tags TEXT NOT NULL DEFAULT '[]',
                favourite INTEGER NOT NULL DEFAULT 0,
                url TEXT NOT NULL DEFAULT ''
            );
INSERT INTO "video" VALUES('ab12','아침 스쿼트 <b>12 min</b>','/videos/아침 ''squat''.mp4','2026-11-21T07:30:00+09:00','2026-11-21T07:30:00+09:00',NULL,'[]','[]',0,'');
INSERT INTO "video" VALUES('cd34','it''s','/videos/아침 ''squat''.mp4','2026-11-22T07:30:00+09:00','2026-11-22T07:30:00+09:00',NULL,'[]','[]',0,'');
CREATE INDEX session_target ON session (target_hash, id);
CREATE INDEX entry_day ON entry (day);
CREATE INDEX correction_entry ON correction (entry_id, id);
CREATE UNIQUE INDEX session_uid ON session (uid);
CREATE INDEX session_began ON session (began);
CREATE INDEX session_person ON session (person, began);
CREATE INDEX entry_person ON entry (person, day);
CREATE UNIQUE INDEX profile_uid ON profile (uid);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('session',2);
INSERT INTO "sqlite_sequence" VALUES('entry',2);
INSERT INTO "sqlite_sequence" VALUES('correction',1);
COMMIT;
