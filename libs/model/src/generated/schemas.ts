// Generated from schemas/*.avsc by tools/bin/generate.mjs; do not edit.

/** Avro schema of Alert, as registered. */
export const alertSchema = {
  "type": "record",
  "name": "Alert",
  "namespace": "panto",
  "doc": "What an alert rule says about the series of States of a Check. The record key is the UUID of the Check.",
  "fields": [
    {
      "name": "id",
      "type": "string",
      "doc": "Name-based UUID of the episode and the sequence number."
    },
    {
      "name": "episode",
      "type": "string",
      "doc": "Name-based UUID of check, rule and the timestamp of the first Alert of the episode."
    },
    {
      "name": "sequence",
      "type": "long",
      "doc": "1 for the Alert that opened the episode, then 2, 3 ..."
    },
    {
      "name": "check",
      "type": "string",
      "doc": "UUID of the Check."
    },
    {
      "name": "target",
      "type": [
        "null",
        "string"
      ],
      "default": null,
      "doc": "UUID of the Target."
    },
    {
      "name": "rule",
      "type": "string",
      "doc": "Name of the alert rule."
    },
    {
      "name": "kind",
      "type": {
        "type": "enum",
        "name": "AlertKind",
        "symbols": [
          "change",
          "recurrence",
          "flap"
        ],
        "default": "change",
        "doc": "Algorithm of the alert rule.",
        "namespace": "panto"
      },
      "doc": "Algorithm of the alert rule."
    },
    {
      "name": "status",
      "type": {
        "type": "enum",
        "name": "AlertStatus",
        "symbols": [
          "firing",
          "resolved"
        ],
        "default": "firing",
        "doc": "Whether the problem is on or over.",
        "namespace": "panto"
      },
      "doc": "Whether the problem is on or over."
    },
    {
      "name": "state",
      "type": {
        "type": "enum",
        "name": "StateName",
        "symbols": [
          "UNKNOWN",
          "OK",
          "WARNING",
          "CRITICAL",
          "MISSING_DATA",
          "ERROR"
        ],
        "default": "UNKNOWN",
        "doc": "Classification of a Check.",
        "namespace": "panto"
      },
      "doc": "The State that this Alert tells."
    },
    {
      "name": "timestamp",
      "type": {
        "type": "long",
        "logicalType": "timestamp-millis"
      },
      "doc": "Timestamp of the State that caused it; of the end of a flap: the end."
    },
    {
      "name": "arrival",
      "type": {
        "type": "long",
        "logicalType": "timestamp-millis"
      },
      "doc": "The clock of arrivals when this was decided."
    },
    {
      "name": "opened",
      "type": {
        "type": "long",
        "logicalType": "timestamp-millis"
      },
      "doc": "Timestamp of the first Alert of the episode."
    },
    {
      "name": "reasons",
      "type": {
        "type": "array",
        "items": {
          "type": "record",
          "name": "Reason",
          "doc": "Why a State was decided: one condition that matched or could not be told.",
          "fields": [
            {
              "name": "rule",
              "type": "string",
              "doc": "Name of the state rule; empty for reasons that no rule gives."
            },
            {
              "name": "kind",
              "type": {
                "type": "enum",
                "name": "ReasonKind",
                "symbols": [
                  "MATCHED",
                  "UNDETERMINED",
                  "ERROR",
                  "MISSING_DATA",
                  "CONFIRMING",
                  "OTHER"
                ],
                "default": "OTHER",
                "doc": "What kind of reason this is.",
                "namespace": "panto"
              },
              "doc": "What kind of reason this is."
            },
            {
              "name": "field",
              "type": [
                "null",
                "string"
              ],
              "default": null,
              "doc": "The metric that was looked at."
            },
            {
              "name": "value",
              "type": [
                "null",
                "double",
                "string",
                "boolean"
              ],
              "default": null,
              "doc": "The present value (for trend: the slope; for history: the value compared). Whole numbers above 2^53 are strings."
            },
            {
              "name": "reference",
              "type": [
                "null",
                "double",
                "string",
                "boolean"
              ],
              "default": null,
              "doc": "What it was compared with besides the operand: the earlier sample of a history rule."
            },
            {
              "name": "operator",
              "type": [
                "null",
                "string"
              ],
              "default": null,
              "doc": "The operator of the condition."
            },
            {
              "name": "operand",
              "type": [
                "null",
                "double",
                "string",
                "boolean"
              ],
              "default": null,
              "doc": "The limit in force: value, or recover while the condition is latched."
            },
            {
              "name": "text",
              "type": "string",
              "default": "",
              "doc": "The reason as a sentence."
            }
          ],
          "namespace": "panto"
        }
      },
      "default": [],
      "doc": "Reasons of the State that caused it."
    },
    {
      "name": "text",
      "type": "string",
      "default": "",
      "doc": "Why the rule fired or resolved, as a sentence."
    },
    {
      "name": "cause",
      "type": [
        "null",
        {
          "type": "record",
          "name": "State",
          "namespace": "panto",
          "doc": "Classification of a Check, published on every change and on every occurrence that is not OK. The record key is the UUID of the Check.",
          "fields": [
            {
              "name": "check",
              "type": "string",
              "doc": "UUID of the Check."
            },
            {
              "name": "target",
              "type": [
                "null",
                "string"
              ],
              "default": null,
              "doc": "UUID of the Target."
            },
            {
              "name": "state",
              "type": {
                "type": "enum",
                "name": "StateName",
                "symbols": [
                  "UNKNOWN",
                  "OK",
                  "WARNING",
                  "CRITICAL",
                  "MISSING_DATA",
                  "ERROR"
                ],
                "default": "UNKNOWN",
                "doc": "Classification of a Check.",
                "namespace": "panto"
              },
              "doc": "The State after this evaluation."
            },
            {
              "name": "previous",
              "type": "panto.StateName",
              "doc": "The State before this evaluation: the same where it repeats."
            },
            {
              "name": "timestamp",
              "type": {
                "type": "long",
                "logicalType": "timestamp-millis"
              },
              "doc": "Timestamp of the deciding Result; of Missing Data: the deadline."
            },
            {
              "name": "arrival",
              "type": {
                "type": "long",
                "logicalType": "timestamp-millis"
              },
              "doc": "The clock of arrivals when this was decided; of Missing Data: the deadline."
            },
            {
              "name": "since",
              "type": {
                "type": "long",
                "logicalType": "timestamp-millis"
              },
              "doc": "Timestamp of the first of the consecutive evaluations in this State."
            },
            {
              "name": "occurrences",
              "type": "long",
              "doc": "Consecutive evaluations in this State, this one included."
            },
            {
              "name": "problemOccurrences",
              "type": "long",
              "doc": "Consecutive evaluations that were not OK, this one included."
            },
            {
              "name": "reasons",
              "type": {
                "type": "array",
                "items": {
                  "type": "record",
                  "name": "Reason",
                  "doc": "Why a State was decided: one condition that matched or could not be told.",
                  "fields": [
                    {
                      "name": "rule",
                      "type": "string",
                      "doc": "Name of the state rule; empty for reasons that no rule gives."
                    },
                    {
                      "name": "kind",
                      "type": {
                        "type": "enum",
                        "name": "ReasonKind",
                        "symbols": [
                          "MATCHED",
                          "UNDETERMINED",
                          "ERROR",
                          "MISSING_DATA",
                          "CONFIRMING",
                          "OTHER"
                        ],
                        "default": "OTHER",
                        "doc": "What kind of reason this is.",
                        "namespace": "panto"
                      },
                      "doc": "What kind of reason this is."
                    },
                    {
                      "name": "field",
                      "type": [
                        "null",
                        "string"
                      ],
                      "default": null,
                      "doc": "The metric that was looked at."
                    },
                    {
                      "name": "value",
                      "type": [
                        "null",
                        "double",
                        "string",
                        "boolean"
                      ],
                      "default": null,
                      "doc": "The present value (for trend: the slope; for history: the value compared). Whole numbers above 2^53 are strings."
                    },
                    {
                      "name": "reference",
                      "type": [
                        "null",
                        "double",
                        "string",
                        "boolean"
                      ],
                      "default": null,
                      "doc": "What it was compared with besides the operand: the earlier sample of a history rule."
                    },
                    {
                      "name": "operator",
                      "type": [
                        "null",
                        "string"
                      ],
                      "default": null,
                      "doc": "The operator of the condition."
                    },
                    {
                      "name": "operand",
                      "type": [
                        "null",
                        "double",
                        "string",
                        "boolean"
                      ],
                      "default": null,
                      "doc": "The limit in force: value, or recover while the condition is latched."
                    },
                    {
                      "name": "text",
                      "type": "string",
                      "default": "",
                      "doc": "The reason as a sentence."
                    }
                  ],
                  "namespace": "panto"
                }
              },
              "default": [],
              "doc": "Why."
            },
            {
              "name": "version",
              "type": "long",
              "default": 0,
              "doc": "Version of the configuration of the Check that was in force."
            },
            {
              "name": "late",
              "type": "boolean",
              "default": false,
              "doc": "True when the deciding Result arrived more than missingAfter after its timestamp."
            }
          ]
        }
      ],
      "default": null,
      "doc": "The State record that caused it."
    },
    {
      "name": "version",
      "type": "long",
      "default": 0,
      "doc": "Version of the configuration of the Check that was in force."
    }
  ]
} as const;

/** Avro schema of Check, as registered. */
export const checkSchema = {
  "type": "record",
  "name": "Check",
  "namespace": "panto",
  "doc": "One Probe set up for one Target on one Agent, as the Server resolved it. The record key is the UUID of the Check; a null value deletes it.",
  "fields": [
    {
      "name": "id",
      "type": "string",
      "doc": "UUID of the Check."
    },
    {
      "name": "name",
      "type": "string",
      "doc": "Name of the Check."
    },
    {
      "name": "labels",
      "type": {
        "type": "map",
        "values": "string"
      },
      "default": {},
      "doc": "Labels of the Check."
    },
    {
      "name": "version",
      "type": "long",
      "doc": "Grows by one at every change of this Check."
    },
    {
      "name": "createdAt",
      "type": {
        "type": "long",
        "logicalType": "timestamp-millis"
      },
      "doc": "When the Check was first configured."
    },
    {
      "name": "updatedAt",
      "type": {
        "type": "long",
        "logicalType": "timestamp-millis"
      },
      "doc": "When this version was applied."
    },
    {
      "name": "target",
      "type": "string",
      "doc": "UUID of the Target."
    },
    {
      "name": "agent",
      "type": [
        "null",
        "string"
      ],
      "default": null,
      "doc": "UUID of the Agent that runs it; null when outside producers feed it."
    },
    {
      "name": "spec",
      "type": "string",
      "doc": "The spec of the resource as JSON, as a person applied it."
    }
  ]
} as const;

/** Avro schema of Result, as registered. */
export const resultSchema = {
  "type": "record",
  "name": "Result",
  "namespace": "panto",
  "doc": "Output of one execution of a Check. The record key is the UUID of the Check as a lower-case string. Only timestamp is required; a metric name stands in one map only.",
  "fields": [
    {
      "name": "timestamp",
      "type": {
        "type": "long",
        "logicalType": "timestamp-millis"
      },
      "doc": "When the Probe ran, in ms since 1970-01-01 UTC."
    },
    {
      "name": "ints",
      "type": {
        "type": "map",
        "values": "long"
      },
      "default": {},
      "doc": "Metrics that are whole numbers."
    },
    {
      "name": "floats",
      "type": {
        "type": "map",
        "values": "double"
      },
      "default": {},
      "doc": "Metrics that are floating-point numbers."
    },
    {
      "name": "strings",
      "type": {
        "type": "map",
        "values": "string"
      },
      "default": {},
      "doc": "Metrics that are text."
    },
    {
      "name": "bools",
      "type": {
        "type": "map",
        "values": "boolean"
      },
      "default": {},
      "doc": "Metrics that are true or false."
    },
    {
      "name": "error",
      "type": [
        "null",
        "string"
      ],
      "default": null,
      "doc": "Why the Probe could not run; null when it ran."
    },
    {
      "name": "agent",
      "type": [
        "null",
        "string"
      ],
      "default": null,
      "doc": "UUID of the Agent that ran the Probe; null for outside producers."
    }
  ]
} as const;

/** Avro schema of State, as registered. */
export const stateSchema = {
  "type": "record",
  "name": "State",
  "namespace": "panto",
  "doc": "Classification of a Check, published on every change and on every occurrence that is not OK. The record key is the UUID of the Check.",
  "fields": [
    {
      "name": "check",
      "type": "string",
      "doc": "UUID of the Check."
    },
    {
      "name": "target",
      "type": [
        "null",
        "string"
      ],
      "default": null,
      "doc": "UUID of the Target."
    },
    {
      "name": "state",
      "type": {
        "type": "enum",
        "name": "StateName",
        "symbols": [
          "UNKNOWN",
          "OK",
          "WARNING",
          "CRITICAL",
          "MISSING_DATA",
          "ERROR"
        ],
        "default": "UNKNOWN",
        "doc": "Classification of a Check.",
        "namespace": "panto"
      },
      "doc": "The State after this evaluation."
    },
    {
      "name": "previous",
      "type": "panto.StateName",
      "doc": "The State before this evaluation: the same where it repeats."
    },
    {
      "name": "timestamp",
      "type": {
        "type": "long",
        "logicalType": "timestamp-millis"
      },
      "doc": "Timestamp of the deciding Result; of Missing Data: the deadline."
    },
    {
      "name": "arrival",
      "type": {
        "type": "long",
        "logicalType": "timestamp-millis"
      },
      "doc": "The clock of arrivals when this was decided; of Missing Data: the deadline."
    },
    {
      "name": "since",
      "type": {
        "type": "long",
        "logicalType": "timestamp-millis"
      },
      "doc": "Timestamp of the first of the consecutive evaluations in this State."
    },
    {
      "name": "occurrences",
      "type": "long",
      "doc": "Consecutive evaluations in this State, this one included."
    },
    {
      "name": "problemOccurrences",
      "type": "long",
      "doc": "Consecutive evaluations that were not OK, this one included."
    },
    {
      "name": "reasons",
      "type": {
        "type": "array",
        "items": {
          "type": "record",
          "name": "Reason",
          "doc": "Why a State was decided: one condition that matched or could not be told.",
          "fields": [
            {
              "name": "rule",
              "type": "string",
              "doc": "Name of the state rule; empty for reasons that no rule gives."
            },
            {
              "name": "kind",
              "type": {
                "type": "enum",
                "name": "ReasonKind",
                "symbols": [
                  "MATCHED",
                  "UNDETERMINED",
                  "ERROR",
                  "MISSING_DATA",
                  "CONFIRMING",
                  "OTHER"
                ],
                "default": "OTHER",
                "doc": "What kind of reason this is.",
                "namespace": "panto"
              },
              "doc": "What kind of reason this is."
            },
            {
              "name": "field",
              "type": [
                "null",
                "string"
              ],
              "default": null,
              "doc": "The metric that was looked at."
            },
            {
              "name": "value",
              "type": [
                "null",
                "double",
                "string",
                "boolean"
              ],
              "default": null,
              "doc": "The present value (for trend: the slope; for history: the value compared). Whole numbers above 2^53 are strings."
            },
            {
              "name": "reference",
              "type": [
                "null",
                "double",
                "string",
                "boolean"
              ],
              "default": null,
              "doc": "What it was compared with besides the operand: the earlier sample of a history rule."
            },
            {
              "name": "operator",
              "type": [
                "null",
                "string"
              ],
              "default": null,
              "doc": "The operator of the condition."
            },
            {
              "name": "operand",
              "type": [
                "null",
                "double",
                "string",
                "boolean"
              ],
              "default": null,
              "doc": "The limit in force: value, or recover while the condition is latched."
            },
            {
              "name": "text",
              "type": "string",
              "default": "",
              "doc": "The reason as a sentence."
            }
          ],
          "namespace": "panto"
        }
      },
      "default": [],
      "doc": "Why."
    },
    {
      "name": "version",
      "type": "long",
      "default": 0,
      "doc": "Version of the configuration of the Check that was in force."
    },
    {
      "name": "late",
      "type": "boolean",
      "default": false,
      "doc": "True when the deciding Result arrived more than missingAfter after its timestamp."
    }
  ]
} as const;
