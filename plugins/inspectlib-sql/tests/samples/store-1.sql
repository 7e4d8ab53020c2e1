BEGIN TRANSACTION;
CREATE TABLE inspectlib_changes (
	revision INTEGER NOT NULL, 
	place INTEGER NOT NULL, 
	day DATE NOT NULL, 
	part TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	areas TEXT NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (revision, place)
);
INSERT INTO "inspectlib_changes" VALUES(1,0,'2026-11-23','areas','northmoor',' northmoor ','{"where": ["areas", "northmoor"], "before": null, "after": "northmoor"}');
INSERT INTO "inspectlib_changes" VALUES(1,1,'2026-11-23','inspections','a-report-2023','*','{"where": ["inspections", "a-report-2023"], "before": null, "after": {"id": "a-report-2023", "title": "A Report", "published_on": "2023-03-08", "types": null, "inspectorates": [], "basis": "s.54", "respond_by": null, "areas": null, "url": null, "summary": null, "terms_of_reference": [], "recommendations": [{"id": "a-report-2023/1", "text": "By 31 March 2024, chief constables should do the thing numbered 1.", "number": "1", "kind": "recommendation", "addressees": ["chief_constables"], "due": {"words": "By 31 March 2024", "last_day": "2024-03-31", "precision": "day"}, "theme": null, "part_of": null, "same_as": [], "superseded_by": null, "marking": null, "extras": []}, {"id": "a-report-2023/2", "text": "By 31 March 2024, chief constables should do the thing numbered 2.", "number": "2", "kind": "recommendation", "addressees": ["home_office"], "due": {"words": "By 31 March 2024", "last_day": "2024-03-31", "precision": "day"}, "theme": null, "part_of": null, "same_as": [], "superseded_by": null, "marking": null, "extras": []}], "judgements": [{"area": "northmoor", "question": "Preventing crime", "grade": "good", "cycle": "2021/22"}], "history": [], "aliases": [], "withheld": [], "cost_note": null, "marking": null, "extras": []}}');
INSERT INTO "inspectlib_changes" VALUES(1,2,'2026-11-23','responses','a-report-2023|northmoor',' northmoor ','{"where": ["responses", "a-report-2023|northmoor"], "before": null, "after": {"area": "northmoor", "inspection": "a-report-2023", "document": null, "scope": null, "quoted": null, "dated": null, "invitations": [{"sent_on": "2023-03-09", "comments_by": "2023-04-05", "none_received_on": null}], "chief_officer_comments": [{"text": "The force accepts the report.", "received_on": "2023-04-03", "marking": null}], "reply_to_chief_officer": null, "comments": "The Commissioner welcomes the report.", "explanations": [{"covers": ["a-report-2023/1"], "action": "The Commissioner asks for figures each quarter.", "no_action_reason": null, "on": "2023-04-10", "own": null}, {"covers": ["a-report-2023/2"], "action": null, "no_action_reason": "This is for the Home Office.", "on": "2023-04-10", "own": null}], "sign_offs": [{"role": "Police and Crime Commissioner", "on": "2023-04-20", "text_hash": "372e3c8ae6ab464d1dc0a292cb20ab03a94aaf84dab16959cbad1ae5b2af6fca", "text": {"comments": "The Commissioner welcomes the report.", "explanations": [{"covers": ["a-report-2023/1"], "action": "The Commissioner asks for figures each quarter.", "no_action_reason": null, "on": null, "own": null}, {"covers": ["a-report-2023/2"], "action": null, "no_action_reason": "This is for the Home Office.", "on": null, "own": null}], "chief_officer_comments": ["The force accepts the report."], "reply_to_chief_officer": null, "force_comments": []}}], "publications": [{"on": "2023-05-02", "url": "https://pcc.northmoor.example.org/r", "text_hash": "372e3c8ae6ab464d1dc0a292cb20ab03a94aaf84dab16959cbad1ae5b2af6fca", "replaces": null, "note": null}], "copies": [{"to": "inspectors", "on": "2023-05-02", "how": null, "reference": null}, {"to": "secretary-of-state", "on": "2023-05-03", "how": null, "reference": null}], "marking": null, "extras": []}}');
INSERT INTO "inspectlib_changes" VALUES(1,3,'2026-11-23','cases','a-report-2023/1|northmoor',' northmoor ','{"where": ["cases", "a-report-2023/1|northmoor"], "before": null, "after": {"area": "northmoor", "recommendation": "a-report-2023/1", "position": null, "force_comment": null, "owner": "A", "local_ref": null, "due_changes": [], "plenary_on": null, "approved_on": null, "reviews": [], "evidence": [], "closure": [], "note": null, "retain_until": null, "marking": null, "extras": []}}');
INSERT INTO "inspectlib_changes" VALUES(1,4,'2026-11-23','website','northmoor|2023-05-04|accessibility statement|a-report-2023',' northmoor ','{"where": ["website", "northmoor|2023-05-04|accessibility statement|a-report-2023"], "before": null, "after": {"area": "northmoor", "what": "accessibility statement", "on": "2023-05-04", "inspection": "a-report-2023", "prominent": true, "url": null}}');
INSERT INTO "inspectlib_changes" VALUES(1,5,'2026-11-23','website','northmoor|2023-05-04|most recent annual report|a-report-2023',' northmoor ','{"where": ["website", "northmoor|2023-05-04|most recent annual report|a-report-2023"], "before": null, "after": {"area": "northmoor", "what": "most recent annual report", "on": "2023-05-04", "inspection": "a-report-2023", "prominent": true, "url": null}}');
INSERT INTO "inspectlib_changes" VALUES(1,6,'2026-11-23','website','northmoor|2023-05-04|most recent summary assessment|a-report-2023',' northmoor ','{"where": ["website", "northmoor|2023-05-04|most recent summary assessment|a-report-2023"], "before": null, "after": {"area": "northmoor", "what": "most recent summary assessment", "on": "2023-05-04", "inspection": "a-report-2023", "prominent": true, "url": null}}');
INSERT INTO "inspectlib_changes" VALUES(1,7,'2026-11-23','website','northmoor|2023-05-04|statement on the national priorities|a-report-2023',' northmoor ','{"where": ["website", "northmoor|2023-05-04|statement on the national priorities|a-report-2023"], "before": null, "after": {"area": "northmoor", "what": "statement on the national priorities", "on": "2023-05-04", "inspection": "a-report-2023", "prominent": true, "url": null}}');
INSERT INTO "inspectlib_changes" VALUES(2,0,'2026-11-23','cases','a-report-2023/1|northmoor',' northmoor ','{"where": ["cases", "a-report-2023/1|northmoor", "owner"], "before": "A", "after": "B"}');
CREATE TABLE inspectlib_items (
	part TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	place BIGINT NOT NULL, 
	areas TEXT NOT NULL, 
	report TEXT NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (part, "key")
);
INSERT INTO "inspectlib_items" VALUES('areas','northmoor',1048576,' northmoor ','','   "northmoor"');
INSERT INTO "inspectlib_items" VALUES('cases','a-report-2023/1|northmoor',1048576,' northmoor ','a-report-2023','   {
    "area": "northmoor",
    "recommendation": "a-report-2023/1",
    "position": null,
    "force_comment": null,
    "owner": "B",
    "local_ref": null,
    "due_changes": [],
    "plenary_on": null,
    "approved_on": null,
    "reviews": [],
    "evidence": [],
    "closure": [],
    "note": null,
    "retain_until": null,
    "marking": null,
    "extras": []
   }');
INSERT INTO "inspectlib_items" VALUES('inspections','a-report-2023',1048576,'*','a-report-2023','   {
    "id": "a-report-2023",
    "title": "A Report",
    "published_on": "2023-03-08",
    "types": null,
    "inspectorates": [],
    "basis": "s.54",
    "respond_by": null,
    "areas": null,
    "url": null,
    "summary": null,
    "terms_of_reference": [],
    "recommendations": [
     {
      "id": "a-report-2023/1",
      "text": "By 31 March 2024, chief constables should do the thing numbered 1.",
      "number": "1",
      "kind": "recommendation",
      "addressees": [
       "chief_constables"
      ],
      "due": {
       "words": "By 31 March 2024",
       "last_day": "2024-03-31",
       "precision": "day"
      },
      "theme": null,
      "part_of": null,
      "same_as": [],
      "superseded_by": null,
      "marking": null,
      "extras": []
     },
     {
      "id": "a-report-2023/2",
      "text": "By 31 March 2024, chief constables should do the thing numbered 2.",
      "number": "2",
      "kind": "recommendation",
      "addressees": [
       "home_office"
      ],
      "due": {
       "words": "By 31 March 2024",
       "last_day": "2024-03-31",
       "precision": "day"
      },
      "theme": null,
      "part_of": null,
      "same_as": [],
      "superseded_by": null,
      "marking": null,
      "extras": []
     }
    ],
    "judgements": [
     {
      "area": "northmoor",
      "question": "Preventing crime",
      "grade": "good",
      "cycle": "2021/22"
     }
    ],
    "history": [],
    "aliases": [],
    "withheld": [],
    "cost_note": null,
    "marking": null,
    "extras": []
   }');
INSERT INTO "inspectlib_items" VALUES('responses','a-report-2023|northmoor',1048576,' northmoor ','a-report-2023','   {
    "area": "northmoor",
    "inspection": "a-report-2023",
    "document": null,
    "scope": null,
    "quoted": null,
    "dated": null,
    "invitations": [
     {
      "sent_on": "2023-03-09",
      "comments_by": "2023-04-05",
      "none_received_on": null
     }
    ],
    "chief_officer_comments": [
     {
      "text": "The force accepts the report.",
      "received_on": "2023-04-03",
      "marking": null
     }
    ],
    "reply_to_chief_officer": null,
    "comments": "The Commissioner welcomes the report.",
    "explanations": [
     {
      "covers": [
       "a-report-2023/1"
      ],
      "action": "The Commissioner asks for figures each quarter.",
      "no_action_reason": null,
      "on": "2023-04-10",
      "own": null
     },
     {
      "covers": [
       "a-report-2023/2"
      ],
      "action": null,
      "no_action_reason": "This is for the Home Office.",
      "on": "2023-04-10",
      "own": null
     }
    ],
    "sign_offs": [
     {
      "role": "Police and Crime Commissioner",
      "on": "2023-04-20",
      "text_hash": "372e3c8ae6ab464d1dc0a292cb20ab03a94aaf84dab16959cbad1ae5b2af6fca",
      "text": {
       "comments": "The Commissioner welcomes the report.",
       "explanations": [
        {
         "covers": [
          "a-report-2023/1"
         ],
         "action": "The Commissioner asks for figures each quarter.",
         "no_action_reason": null,
         "on": null,
         "own": null
        },
        {
         "covers": [
          "a-report-2023/2"
         ],
         "action": null,
         "no_action_reason": "This is for the Home Office.",
         "on": null,
         "own": null
        }
       ],
       "chief_officer_comments": [
        "The force accepts the report."
       ],
       "reply_to_chief_officer": null,
       "force_comments": []
      }
     }
    ],
    "publications": [
     {
      "on": "2023-05-02",
      "url": "https://pcc.northmoor.example.org/r",
      "text_hash": "372e3c8ae6ab464d1dc0a292cb20ab03a94aaf84dab16959cbad1ae5b2af6fca",
      "replaces": null,
      "note": null
     }
    ],
    "copies": [
     {
      "to": "inspectors",
      "on": "2023-05-02",
      "how": null,
      "reference": null
     },
     {
      "to": "secretary-of-state",
      "on": "2023-05-03",
      "how": null,
      "reference": null
     }
    ],
    "marking": null,
    "extras": []
   }');
INSERT INTO "inspectlib_items" VALUES('website','northmoor|2023-05-04|accessibility statement|a-report-2023',1048576,' northmoor ','a-report-2023','   {
    "area": "northmoor",
    "what": "accessibility statement",
    "on": "2023-05-04",
    "inspection": "a-report-2023",
    "prominent": true,
    "url": null
   }');
INSERT INTO "inspectlib_items" VALUES('website','northmoor|2023-05-04|most recent annual report|a-report-2023',2097152,' northmoor ','a-report-2023','   {
    "area": "northmoor",
    "what": "most recent annual report",
    "on": "2023-05-04",
    "inspection": "a-report-2023",
    "prominent": true,
    "url": null
   }');
INSERT INTO "inspectlib_items" VALUES('website','northmoor|2023-05-04|most recent summary assessment|a-report-2023',3145728,' northmoor ','a-report-2023','   {
    "area": "northmoor",
    "what": "most recent summary assessment",
    "on": "2023-05-04",
    "inspection": "a-report-2023",
    "prominent": true,
    "url": null
   }');
INSERT INTO "inspectlib_items" VALUES('website','northmoor|2023-05-04|statement on the national priorities|a-report-2023',4194304,' northmoor ','a-report-2023','   {
    "area": "northmoor",
    "what": "statement on the national priorities",
    "on": "2023-05-04",
    "inspection": "a-report-2023",
    "prominent": true,
    "url": null
   }');
CREATE TABLE inspectlib_readers (
	role TEXT NOT NULL, 
	area TEXT NOT NULL, 
	PRIMARY KEY (role, area)
);
CREATE TABLE inspectlib_revisions (
	number INTEGER NOT NULL, 
	hash TEXT NOT NULL, 
	line TEXT NOT NULL, 
	PRIMARY KEY (number)
);
INSERT INTO "inspectlib_revisions" VALUES(1,'f45be4183165d1b6ad8e9dbf30183cec07bd379659a71c84c54caa642f1dac7d','{"number": 1, "utc": "2026-11-23T19:40:52+00:00", "day": "2026-11-23", "by": "Officer", "why": "started", "changes": [], "salt": "e9b2dee37d2d413c1e6c57a53fbc0da7", "before": "", "after": "5d0e4b9c44ad8d055d2bb269d3f046cf87095b7b5d15964370b05f9e4088d3c9", "previous": "", "payload": "536a37c8788f5c40c4a4af50936ed08f6494d4337080dbea85a1e296f2a61c36", "hash": "f45be4183165d1b6ad8e9dbf30183cec07bd379659a71c84c54caa642f1dac7d"}');
INSERT INTO "inspectlib_revisions" VALUES(2,'8c586c8f4de55afa62efd6beaccc95b1accbbce664f63df0ad969bbf8f6d4f5e','{"number": 2, "utc": "2026-11-23T19:40:52+00:00", "day": "2026-11-23", "by": "Officer", "why": "edited", "changes": [], "salt": "16192ec441e0c3ee84624afe99e8ec88", "before": "b1cde33cd1fbb4c1f9d313d776a1d85c663b81599bfb19d94925f6d6c0b17744", "after": "ede14e74075cb4a7e9aa0ebcbaf065a1030788a71c92d8b41c3756bb3b254eba", "previous": "f45be4183165d1b6ad8e9dbf30183cec07bd379659a71c84c54caa642f1dac7d", "payload": "6e6564a203d5924dd095806f576739474c2c54034cd3eebfffb5eb189e68216a", "hash": "8c586c8f4de55afa62efd6beaccc95b1accbbce664f63df0ad969bbf8f6d4f5e"}');
CREATE TABLE inspectlib_store (
	one INTEGER NOT NULL CHECK (one = 1), 
	version INTEGER NOT NULL, 
	file_form INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	hash TEXT NOT NULL, 
	unread INTEGER NOT NULL, 
	PRIMARY KEY (one)
);
INSERT INTO "inspectlib_store" VALUES(1,1,1,2,'8c586c8f4de55afa62efd6beaccc95b1accbbce664f63df0ad969bbf8f6d4f5e',0);
CREATE INDEX inspectlib_items_of_report ON inspectlib_items (report);
CREATE INDEX inspectlib_changes_of_item ON inspectlib_changes (part, "key");
COMMIT;
