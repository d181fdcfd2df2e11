-- The ledger that version 0.1.0 of mou left on 1 June 2027, after three runs over ledger-0.1.yaml: of one mail the answer
-- was lost. Made by that version.
PRAGMA application_id = 1836021041;
PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE message (id TEXT PRIMARY KEY, recipient TEXT NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL,
  first TEXT NOT NULL, last TEXT NOT NULL, day TEXT NOT NULL, code INTEGER, reply TEXT NOT NULL DEFAULT '',
  text_sha256 TEXT NOT NULL, run INTEGER NOT NULL, doubtful INTEGER NOT NULL DEFAULT 0);
INSERT INTO "message" VALUES('assumed','','assumed',0,'2026-11-27T02:53:13.234+00:00','2026-11-27T02:53:13.234+00:00','2027-05-03',NULL,'','',0,0);
INSERT INTO "message" VALUES('<mou.73690fb4cd72a67c27c34c3d7bca2b82@example.org>','ani@example.org','sent',1,'2026-11-27T02:53:13.967+00:00','2026-11-27T02:53:14.037+00:00','2027-05-03',250,'2.0.0 Ok: queued as 000001','150e1f212326970a73249cf847f041cfca657667e5061755e0a4fba15ddb27fa',2,0);
INSERT INTO "message" VALUES('<mou.605141b31a0b5f734efe3986242d7c3a@example.org>','budi@example.org','sent',1,'2026-11-27T02:53:14.084+00:00','2026-11-27T02:53:14.168+00:00','2027-05-03',250,'2.0.0 Ok: queued as 000002','f747357d2a55444f89274f7018b9ec2ce97aa21acc88ad950f04186ee069db17',2,0);
INSERT INTO "message" VALUES('<mou.de2e3425fc9e1c00c55a4804e59db8e0@example.org>','keeper@example.org','sent',1,'2026-11-27T02:53:14.192+00:00','2026-11-27T02:53:14.267+00:00','2027-05-03',250,'2.0.0 Ok: queued as 000003','45ae5818f8edd50e0885f3e0d0e272277d0762622bfeaf945f56a0c1bf1cbc1a',2,0);
INSERT INTO "message" VALUES('<mou.2aa0caa34bb39e2f9b5a27bc706d789c@example.org>','office@example.org','sent',1,'2026-11-27T02:53:14.316+00:00','2026-11-27T02:53:14.376+00:00','2027-05-03',250,'2.0.0 Ok: queued as 000004','93454c0ff64465a93f454b14d54ad586432809450f0d2734ff4eea5bab6ad822',2,0);
INSERT INTO "message" VALUES('<mou.2fcfb1d6ee545e33bfa1cf1f86f2cc8b@example.org>','ani@example.org','sent',1,'2026-11-27T02:53:15.128+00:00','2026-11-27T02:53:15.188+00:00','2027-05-21',250,'2.0.0 Ok: queued as 000005','4dddf2cbfad0eb66059e639292cb251b2829f2bd9dda79ab92352337e861eacb',3,0);
INSERT INTO "message" VALUES('<mou.0d4403ad9bb9c499149393a4f63b4078@example.org>','budi@example.org','sent',1,'2026-11-27T02:53:15.216+00:00','2026-11-27T02:53:15.283+00:00','2027-05-21',250,'2.0.0 Ok: queued as 000006','bd9184b388897f3d0264c0da5440d1164143911fee12e0b7cff00bbfbba93bc6',3,0);
INSERT INTO "message" VALUES('<mou.bc6cd01d1380a00b7dba146ba86aede8@example.org>','ani@example.org','sent',1,'2026-11-27T02:53:15.916+00:00','2026-11-27T02:53:15.986+00:00','2027-06-01',250,'2.0.0 Ok: queued as 000007','d26821cf3c5021e9c1349c3862fbbd323b3103c53b24f66e34054301eeca8c2d',4,0);
INSERT INTO "message" VALUES('<mou.bbe3c1904abae72a71cabac46241c7ba@example.org>','office@example.org','intent',1,'2026-11-27T02:53:16.013+00:00','2026-11-27T02:53:16.013+00:00','2027-06-01',NULL,'','7899b888d80499c5d0589c49f0ce0c2045dda7423ecc7f6e31e33420a32884f3',4,0);
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO "meta" VALUES('installation','359c08bccdcf89dcbe70f4516000f14b');
INSERT INTO "meta" VALUES('begun','2026-11-27T02:53:13+00:00');
CREATE TABLE reminder (agreement TEXT NOT NULL, milestone TEXT NOT NULL, date TEXT NOT NULL, step TEXT NOT NULL,
  recipient TEXT NOT NULL, step_day TEXT NOT NULL, passed TEXT NOT NULL, message TEXT NOT NULL REFERENCES message(id),
  PRIMARY KEY (agreement, milestone, date, step, recipient)) WITHOUT ROWID;
INSERT INTO "reminder" VALUES('bonn','last-day','2022-01-01','+6 months x10','ani@example.org','2027-04-01','+1 day, +1 month, +3 months, +6 months x1-x9','<mou.73690fb4cd72a67c27c34c3d7bca2b82@example.org>');
INSERT INTO "reminder" VALUES('broken','unreadable:e381ee91f9b644f6','','once','keeper@example.org','0001-01-01','','<mou.de2e3425fc9e1c00c55a4804e59db8e0@example.org>');
INSERT INTO "reminder" VALUES('namur','sign-by','2027-07-01','-1 month','office@example.org','2027-06-01','','<mou.bbe3c1904abae72a71cabac46241c7ba@example.org>');
INSERT INTO "reminder" VALUES('namur','sign-by','2027-07-01','-3 months','office@example.org','2027-04-01','-18 months, -12 months, -6 months','<mou.2aa0caa34bb39e2f9b5a27bc706d789c@example.org>');
INSERT INTO "reminder" VALUES('oslo','last-day','2027-05-20','+1 day','budi@example.org','2027-05-21','','<mou.0d4403ad9bb9c499149393a4f63b4078@example.org>');
INSERT INTO "reminder" VALUES('oslo','sign-by','2027-05-20','-1 month','budi@example.org','2027-04-20','-18 months, -12 months, -6 months, -3 months','<mou.605141b31a0b5f734efe3986242d7c3a@example.org>');
INSERT INTO "reminder" VALUES('suwon','follow-up:6dd4d0871797','2027-05-10','+2 weeks x1','ani@example.org','2027-05-24','','<mou.bc6cd01d1380a00b7dba146ba86aede8@example.org>');
INSERT INTO "reminder" VALUES('suwon','follow-up:6dd4d0871797','2027-05-10','-1 week','ani@example.org','2027-05-03','','<mou.73690fb4cd72a67c27c34c3d7bca2b82@example.org>');
INSERT INTO "reminder" VALUES('suwon','follow-up:6dd4d0871797','2027-05-10','0 days','ani@example.org','2027-05-10','','<mou.2fcfb1d6ee545e33bfa1cf1f86f2cc8b@example.org>');
INSERT INTO "reminder" VALUES('suwon','follow-up:8947056a996f','2027-06-04','-1 week','ani@example.org','2027-05-28','','<mou.bc6cd01d1380a00b7dba146ba86aede8@example.org>');
INSERT INTO "reminder" VALUES('suwon','sign-by','2027-06-30','-1 month','ani@example.org','2027-05-30','','<mou.bc6cd01d1380a00b7dba146ba86aede8@example.org>');
INSERT INTO "reminder" VALUES('suwon','sign-by','2027-06-30','-3 months','ani@example.org','2027-03-30','-18 months, -12 months, -6 months','<mou.73690fb4cd72a67c27c34c3d7bca2b82@example.org>');
CREATE TABLE run (id INTEGER PRIMARY KEY, day TEXT NOT NULL, started TEXT NOT NULL, ended TEXT, state TEXT NOT NULL,
  sent INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0, note TEXT NOT NULL DEFAULT '');
INSERT INTO "run" VALUES(1,'2027-05-03','2026-11-27T02:53:13.234+00:00','2026-11-27T02:53:13.234+00:00','init',0,0,'');
INSERT INTO "run" VALUES(2,'2027-05-03','2026-11-27T02:53:13.727+00:00','2026-11-27T02:53:14.399+00:00','good',4,0,'');
INSERT INTO "run" VALUES(3,'2027-05-21','2026-11-27T02:53:14.854+00:00','2026-11-27T02:53:15.301+00:00','good',2,0,'');
INSERT INTO "run" VALUES(4,'2027-06-01','2026-11-27T02:53:15.670+00:00','2026-11-27T02:53:16.095+00:00','failed',1,1,'');
CREATE TABLE trouble (recipient TEXT PRIMARY KEY, since TEXT NOT NULL, reply TEXT NOT NULL);
CREATE INDEX reminder_message ON reminder (message);
COMMIT;
