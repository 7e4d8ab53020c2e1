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
INSERT INTO "inspectlib_revisions" VALUES(1,'55c664f999d631b7bdf068d6ac35c66f05dcc6ca6edbcafce3f5d158f724018d','{"number": 1, "utc": "2026-11-23T16:34:42+00:00", "day": "2026-11-23", "by": "Officer", "why": "started", "changes": [], "salt": "94427e183394842be7ce56892f06db95", "before": "", "after": "838cd55a355f5ee61f86f6fb71ad246c9ecf408351aedd5ab914f1ba6dc31a21", "previous": "", "payload": "8be68cf5c079eff1a54515bf374a5ad2bd9e24d435f95f5945bf24c4ff3c02a3", "hash": "55c664f999d631b7bdf068d6ac35c66f05dcc6ca6edbcafce3f5d158f724018d"}');
INSERT INTO "inspectlib_revisions" VALUES(2,'556f046b31adc7c494ee5ccf988b6b44f0b424c4f7df26761e913280e3386d31','{"number": 2, "utc": "2026-11-23T16:34:42+00:00", "day": "2026-11-23", "by": "Officer", "why": "assigned", "changes": [], "salt": "50802389264ac4d3b4292abbd1196b8c", "before": "10739c289e4dd095ceb05535c2eab723443398a97b0b4e168727f18bcc389ef4", "after": "d19e1c8ad48941a664368b9d43289ea47f8409817b1737b337f40d640012790b", "previous": "55c664f999d631b7bdf068d6ac35c66f05dcc6ca6edbcafce3f5d158f724018d", "payload": "8372c8f72000c226a5f5d1ec4cbe3244f1051d1a7fafed88883b178cdc0a2d32", "hash": "556f046b31adc7c494ee5ccf988b6b44f0b424c4f7df26761e913280e3386d31"}');
CREATE TABLE inspectlib_store (
	one INTEGER NOT NULL CHECK (one = 1), 
	version INTEGER NOT NULL, 
	file_form INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	hash TEXT NOT NULL, 
	unread INTEGER NOT NULL, 
	PRIMARY KEY (one)
);
INSERT INTO "inspectlib_store" VALUES(1,1,1,2,'556f046b31adc7c494ee5ccf988b6b44f0b424c4f7df26761e913280e3386d31',0);
CREATE INDEX inspectlib_items_of_report ON inspectlib_items (report);
CREATE INDEX inspectlib_changes_of_item ON inspectlib_changes (part, "key");
COMMIT;
