// Generated from schemas/*.avsc by tools/bin/generate.mjs; do not edit.

/** Avro schema of Acknowledgement, as registered. */
export const acknowledgementSchema = {
  "type": "record",
  "name": "Acknowledgement",
  "namespace": "panto",
  "doc": "Somebody is working on the open problems of a Check. The record key is the UUID of the Check: the newest record replaces the previous one, a null value withdraws it. Its Kafka timestamp determines which episodes had begun.",
  "fields": [
    {
      "name": "id",
      "type": "string",
      "doc": "UUID of the acknowledgement."
    },
    {
      "name": "check",
      "type": "string",
      "doc": "UUID of the Check."
    },
    {
      "name": "episodes",
      "type": {
        "type": "array",
        "items": "string"
      },
      "default": [],
      "doc": "The acknowledged episodes; empty: all of the Check that had begun when it arrived."
    },
    {
      "name": "reason",
      "type": "string",
      "default": "",
      "doc": "What is being done, in the words of the person who acknowledged."
    },
    {
      "name": "author",
      "type": "string",
      "default": "",
      "doc": "Who acknowledged; empty if no name was given."
    },
    {
      "name": "acknowledgedAt",
      "type": {
        "type": "long",
        "logicalType": "timestamp-millis"
      },
      "doc": "When the Server received the request, by its clock."
    },
    {
      "name": "until",
      "type": [
        "null",
        {
          "type": "long",
          "logicalType": "timestamp-millis"
        }
      ],
      "default": null,
      "doc": "From this moment on it has no effect; null: it lasts as long as the problem."
    },
    {
      "name": "sticky",
      "type": "boolean",
      "default": false,
      "doc": "Whether it also withholds States worse than the Channel was told, and problems it was not told of at all."
    }
  ]
} as const;

/** Avro schema of Agent, as registered. */
export const agentSchema = {
  "type": "record",
  "name": "Agent",
  "namespace": "panto",
  "doc": "A program that runs Probes. The record key is the UUID of the Agent; a null value deletes it.",
  "fields": [
    {
      "name": "id",
      "type": "string",
      "doc": "UUID of the Agent."
    },
    {
      "name": "name",
      "type": "string",
      "doc": "Name of the Agent."
    },
    {
      "name": "labels",
      "type": {
        "type": "map",
        "values": "string"
      },
      "default": {},
      "doc": "Labels of the Agent."
    },
    {
      "name": "version",
      "type": "long",
      "doc": "Increases by one with every change of this Agent."
    },
    {
      "name": "createdAt",
      "type": {
        "type": "long",
        "logicalType": "timestamp-millis"
      },
      "doc": "When the Agent was first configured."
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
      "name": "host",
      "type": [
        "null",
        "string"
      ],
      "default": null,
      "doc": "Host it runs on, as reported when it registered; null before."
    },
    {
      "name": "software",
      "type": [
        "null",
        "string"
      ],
      "default": null,
      "doc": "Version of its software, as reported when it registered; null before."
    },
    {
      "name": "spec",
      "type": "string",
      "doc": "The spec of the resource as JSON, as a person applied it."
    }
  ]
} as const;

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
      "doc": "The State that this Alert reports."
    },
    {
      "name": "timestamp",
      "type": {
        "type": "long",
        "logicalType": "timestamp-millis"
      },
      "doc": "Timestamp of the State that caused it; for the end of a flap, the time of the end."
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
      "name": "problemSince",
      "type": [
        "null",
        {
          "type": "long",
          "logicalType": "timestamp-millis"
        }
      ],
      "default": null,
      "doc": "Beginning of the problem that the State belongs to or has ended: timestamp of the first of the consecutive evaluations that were not OK; null if unknown."
    },
    {
      "name": "reasons",
      "type": {
        "type": "array",
        "items": {
          "type": "record",
          "name": "Reason",
          "doc": "Why a State was decided: one condition that matched or was undetermined.",
          "fields": [
            {
              "name": "rule",
              "type": "string",
              "doc": "Name of the state rule; empty for reasons without a rule."
            },
            {
              "name": "kind",
              "type": {
                "type": "enum",
                "name": "ReasonKind",
                "symbols": [
                  "MATCHED",
                  "UNDETERMINED",
                  "RECOVERED",
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
              "doc": "The metric that was evaluated."
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
              "doc": "The earlier sample of a history rule, which the value was compared with besides the operand."
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
              "type": "panto.StateName",
              "doc": "The State after this evaluation."
            },
            {
              "name": "previous",
              "type": "panto.StateName",
              "doc": "The State before this evaluation: the same if it repeats."
            },
            {
              "name": "timestamp",
              "type": {
                "type": "long",
                "logicalType": "timestamp-millis"
              },
              "doc": "Timestamp of the deciding Result; for Missing Data, the deadline."
            },
            {
              "name": "arrival",
              "type": {
                "type": "long",
                "logicalType": "timestamp-millis"
              },
              "doc": "The clock of arrivals when this was decided; for Missing Data, the deadline."
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
                "items": "panto.Reason"
              },
              "default": [],
              "doc": "Reasons for the State."
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
              "doc": "True if the deciding Result arrived more than missingAfter after its timestamp."
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

/** Avro schema of ChannelMemory, as registered. */
export const channelMemorySchema = {
  "type": "record",
  "name": "ChannelMemory",
  "namespace": "panto",
  "doc": "What the notifier that owns a partition remembers of a Channel across restarts. The record key is the UUID of the Channel; a null value: nothing.",
  "fields": [
    {
      "name": "channel",
      "type": "string",
      "doc": "UUID of the Channel."
    },
    {
      "name": "disabled",
      "type": [
        "null",
        {
          "type": "record",
          "name": "ConfigurationMark",
          "doc": "Identifies one configuration of a resource: if it is deleted and applied again, the version restarts at 1, but the time differs.",
          "fields": [
            {
              "name": "version",
              "type": "long",
              "doc": "Version of the resource."
            },
            {
              "name": "updatedAt",
              "type": {
                "type": "long",
                "logicalType": "timestamp-millis"
              },
              "doc": "When this version was applied."
            }
          ],
          "namespace": "panto"
        }
      ],
      "default": null,
      "doc": "The configuration with which the Channel asked not to be sent anything more (HTTP 410); null if it did not."
    },
    {
      "name": "missed",
      "type": {
        "type": "array",
        "items": {
          "type": "record",
          "name": "MissedMessage",
          "doc": "A message that did not reach its Channel, in the form in which the next one mentions it.",
          "fields": [
            {
              "name": "id",
              "type": "string",
              "doc": "The send id."
            },
            {
              "name": "title",
              "type": "string",
              "doc": "The message in one line."
            },
            {
              "name": "timestamp",
              "type": {
                "type": "long",
                "logicalType": "timestamp-millis"
              },
              "doc": "Timestamp of its Alert."
            }
          ],
          "namespace": "panto"
        }
      },
      "default": [],
      "doc": "Messages of this partition that expired or became stale and have not been mentioned in a later message yet, oldest first."
    }
  ]
} as const;

/** Avro schema of Channel, as registered. */
export const channelSchema = {
  "type": "record",
  "name": "Channel",
  "namespace": "panto",
  "doc": "Where Notifications go. The record key is the UUID of the Channel; a null value deletes it.",
  "fields": [
    {
      "name": "id",
      "type": "string",
      "doc": "UUID of the Channel."
    },
    {
      "name": "name",
      "type": "string",
      "doc": "Name of the Channel."
    },
    {
      "name": "labels",
      "type": {
        "type": "map",
        "values": "string"
      },
      "default": {},
      "doc": "Labels of the Channel."
    },
    {
      "name": "version",
      "type": "long",
      "doc": "Increases by one with every change of this Channel."
    },
    {
      "name": "createdAt",
      "type": {
        "type": "long",
        "logicalType": "timestamp-millis"
      },
      "doc": "When the Channel was first configured."
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
      "name": "spec",
      "type": "string",
      "doc": "The spec of the resource as JSON, as a person applied it."
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
      "doc": "Increases by one with every change of this Check."
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

/** Avro schema of Delivery, as registered. */
export const deliverySchema = {
  "type": "record",
  "name": "Delivery",
  "namespace": "panto",
  "doc": "The outcome of one attempt to send a Notification. The record key is the UUID of the Check.",
  "fields": [
    {
      "name": "notification",
      "type": "string",
      "doc": "The send id of the Notification."
    },
    {
      "name": "episode",
      "type": "string",
      "doc": "Episode of the Notification."
    },
    {
      "name": "check",
      "type": "string",
      "doc": "UUID of the Check."
    },
    {
      "name": "channel",
      "type": "string",
      "doc": "UUID of the Channel."
    },
    {
      "name": "channelVersion",
      "type": "long",
      "default": 0,
      "doc": "Version of the configuration of the Channel that was used; 0 if it was no longer configured."
    },
    {
      "name": "integration",
      "type": "string",
      "default": "",
      "doc": "Type of the Channel: email, sms, webhook, pagerduty; empty if it was no longer configured."
    },
    {
      "name": "attempt",
      "type": "long",
      "doc": "1 for the first attempt, then 2, 3 ...; for an end without an attempt, the number of attempts before it."
    },
    {
      "name": "outcome",
      "type": {
        "type": "enum",
        "name": "DeliveryOutcome",
        "symbols": [
          "delivered",
          "retrying",
          "failed",
          "expired",
          "stale",
          "other"
        ],
        "default": "other",
        "doc": "delivered: it arrived. retrying: another attempt follows at nextAttemptAt. failed: it cannot be delivered. expired: it became too old. stale: it was superseded by a newer message about the same problem.",
        "namespace": "panto"
      },
      "doc": "The outcome; every one except retrying is final."
    },
    {
      "name": "reason",
      "type": {
        "type": "enum",
        "name": "DeliveryReason",
        "symbols": [
          "none",
          "clientError",
          "authError",
          "rateLimited",
          "serverError",
          "redirected",
          "timeout",
          "network",
          "refused",
          "disabled",
          "misconfigured",
          "overflow",
          "interrupted",
          "other"
        ],
        "default": "other",
        "doc": "Why it was not delivered; none if it was.",
        "namespace": "panto"
      },
      "doc": "Why it was not delivered; none if it was."
    },
    {
      "name": "detail",
      "type": "string",
      "default": "",
      "doc": "The response of the receiver, without secrets."
    },
    {
      "name": "reached",
      "type": {
        "type": "array",
        "items": "string"
      },
      "default": [],
      "doc": "For Channels that send to each recipient separately: the recipients that already have it, as name-based UUIDs of the send id and the recipient."
    },
    {
      "name": "nextAttemptAt",
      "type": [
        "null",
        {
          "type": "long",
          "logicalType": "timestamp-millis"
        }
      ],
      "default": null,
      "doc": "When the next attempt is due; null if there is none."
    },
    {
      "name": "timestamp",
      "type": {
        "type": "long",
        "logicalType": "timestamp-millis"
      },
      "doc": "When the attempt began."
    },
    {
      "name": "duration",
      "type": "long",
      "default": 0,
      "doc": "How long the attempt took, ms."
    },
    {
      "name": "resend",
      "type": "int",
      "default": 0,
      "doc": "The `resend` of the Notification that was attempted: 0 unless a person asked to send it again."
    }
  ]
} as const;

/** Avro schema of Heartbeat, as registered. */
export const heartbeatSchema = {
  "type": "record",
  "name": "Heartbeat",
  "namespace": "panto",
  "doc": "Heartbeat of an Agent. The record key is the UUID of the Agent; the Kafka timestamp is its arrival.",
  "fields": [
    {
      "name": "agent",
      "type": "string",
      "doc": "UUID of the Agent."
    },
    {
      "name": "timestamp",
      "type": {
        "type": "long",
        "logicalType": "timestamp-millis"
      },
      "doc": "The Agent's clock when it was sent."
    },
    {
      "name": "name",
      "type": "string",
      "default": "",
      "doc": "Name of the Agent."
    },
    {
      "name": "host",
      "type": "string",
      "default": "",
      "doc": "Host name of the machine it runs on."
    },
    {
      "name": "version",
      "type": "string",
      "default": "",
      "doc": "Version of the program."
    },
    {
      "name": "startedAt",
      "type": {
        "type": "long",
        "logicalType": "timestamp-millis"
      },
      "default": 0,
      "doc": "When it started."
    },
    {
      "name": "configuration",
      "type": [
        "null",
        "string"
      ],
      "default": null,
      "doc": "Version of the configuration in force; null before the first."
    },
    {
      "name": "checks",
      "type": "long",
      "default": 0,
      "doc": "Number of Checks it runs."
    },
    {
      "name": "spooled",
      "type": "long",
      "default": 0,
      "doc": "Number of Results on its disk that have not been delivered yet."
    },
    {
      "name": "dropped",
      "type": "long",
      "default": 0,
      "doc": "Number of Results lost since it started: the spool was full or could not be written."
    },
    {
      "name": "clock",
      "type": [
        "null",
        "long"
      ],
      "default": null,
      "doc": "Its clock minus the Server's, ms, as measured at the last response; null if unknown."
    }
  ]
} as const;

/** Avro schema of Notification, as registered. */
export const notificationSchema = {
  "type": "record",
  "name": "Notification",
  "namespace": "panto",
  "doc": "A decision about one Alert and one Channel: to send a message, or not to, and why. The record key is the UUID of the Check.",
  "fields": [
    {
      "name": "id",
      "type": "string",
      "doc": "The send id, a name-based UUID of the Alert and the Channel (a different one if the message is sent, or decided again, after a Silence, an acknowledgement, a dependency or the wait for one has ended): the same for all attempts (webhook-id, Message-ID)."
    },
    {
      "name": "episode",
      "type": "string",
      "doc": "Episode of the Alert: the key that ties all messages about one problem together (dedup_key, e-mail thread)."
    },
    {
      "name": "alert",
      "type": "string",
      "doc": "Id of the Alert."
    },
    {
      "name": "sequence",
      "type": "long",
      "doc": "Sequence number of the Alert in its episode."
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
      "name": "channel",
      "type": [
        "null",
        "string"
      ],
      "default": null,
      "doc": "UUID of the Channel (its name if no such Channel is configured); null if no Route took the Alert."
    },
    {
      "name": "route",
      "type": [
        "null",
        "string"
      ],
      "default": null,
      "doc": "UUID of the Route that chose the Channel; for a resolved Alert, the one that chose it last."
    },
    {
      "name": "decision",
      "type": {
        "type": "enum",
        "name": "NotificationDecision",
        "symbols": [
          "send",
          "withhold"
        ],
        "default": "withhold",
        "doc": "Whether a message is to be sent.",
        "namespace": "panto"
      },
      "doc": "Whether a message is to be sent."
    },
    {
      "name": "reason",
      "type": {
        "type": "enum",
        "name": "NotificationReason",
        "symbols": [
          "first",
          "repeated",
          "worsened",
          "changed",
          "resolved",
          "noRoute",
          "noChannel",
          "notTold",
          "other",
          "silenced",
          "silenceEnded",
          "acknowledged",
          "acknowledgementEnded",
          "dependency",
          "dependencyAwaited",
          "dependencyEnded"
        ],
        "default": "other",
        "doc": "Why a message is to be sent (first, repeated, worsened, changed, resolved, silenceEnded, acknowledgementEnded, dependencyEnded) or not (noRoute, noChannel, notTold, silenced, acknowledged, dependency, dependencyAwaited: it is decided again once it is known whether a dependency of the Target is down, too).",
        "namespace": "panto"
      },
      "doc": "The one reason of the decision."
    },
    {
      "name": "silence",
      "type": [
        "null",
        "string"
      ],
      "default": null,
      "doc": "UUID of the Silence that withholds the message (silenced), or withheld it until now (silenceEnded)."
    },
    {
      "name": "acknowledgedBy",
      "type": [
        "null",
        "string"
      ],
      "default": null,
      "doc": "Who acknowledged the problem, if that withholds the message (acknowledged) or did until now (acknowledgementEnded); empty if no name was given."
    },
    {
      "name": "dependency",
      "type": [
        "null",
        {
          "type": "record",
          "name": "Dependency",
          "doc": "A Target that is down, on which another one depends, directly or transitively.",
          "fields": [
            {
              "name": "target",
              "type": "string",
              "doc": "UUID of the Target that is down."
            },
            {
              "name": "targetName",
              "type": "string",
              "default": "",
              "doc": "Its name at that time."
            },
            {
              "name": "check",
              "type": "string",
              "doc": "UUID of the worst of its Checks."
            },
            {
              "name": "checkName",
              "type": "string",
              "default": "",
              "doc": "Name of that Check at that time."
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
              "doc": "State of that Check at that time."
            }
          ],
          "namespace": "panto"
        }
      ],
      "default": null,
      "doc": "The dependency that was down, if that withholds the message (dependency) or did until now (dependencyEnded)."
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
      "type": "panto.StateName",
      "doc": "The State that this Notification reports."
    },
    {
      "name": "told",
      "type": [
        "null",
        "panto.StateName"
      ],
      "default": null,
      "doc": "The State that the Channel was told before in this episode; null if none."
    },
    {
      "name": "title",
      "type": "string",
      "default": "",
      "doc": "The message in one line of plain text."
    },
    {
      "name": "text",
      "type": "string",
      "default": "",
      "doc": "The message in full, plain text of one or more lines."
    },
    {
      "name": "checkName",
      "type": "string",
      "default": "",
      "doc": "Name of the Check; its UUID if it is not configured."
    },
    {
      "name": "targetName",
      "type": [
        "null",
        "string"
      ],
      "default": null,
      "doc": "Name of the Target."
    },
    {
      "name": "labels",
      "type": {
        "type": "map",
        "values": "string"
      },
      "default": {},
      "doc": "Labels of the Target and of the Check; the Check's win."
    },
    {
      "name": "reasons",
      "type": {
        "type": "array",
        "items": {
          "type": "record",
          "name": "Reason",
          "doc": "Why a State was decided: one condition that matched or was undetermined.",
          "fields": [
            {
              "name": "rule",
              "type": "string",
              "doc": "Name of the state rule; empty for reasons without a rule."
            },
            {
              "name": "kind",
              "type": {
                "type": "enum",
                "name": "ReasonKind",
                "symbols": [
                  "MATCHED",
                  "UNDETERMINED",
                  "RECOVERED",
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
              "doc": "The metric that was evaluated."
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
              "doc": "The earlier sample of a history rule, which the value was compared with besides the operand."
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
      "doc": "Reasons of the State that caused the Alert, with the present values."
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
      "name": "duration",
      "type": "long",
      "doc": "How long the episode has lasted at this Alert; for a recurrence, how long the problem has lasted, if its beginning is known; ms."
    },
    {
      "name": "timestamp",
      "type": {
        "type": "long",
        "logicalType": "timestamp-millis"
      },
      "doc": "Timestamp of the Alert."
    },
    {
      "name": "arrival",
      "type": {
        "type": "long",
        "logicalType": "timestamp-millis"
      },
      "doc": "The clock of arrivals when the Alert was decided; with silenceEnded, acknowledgementEnded, dependencyEnded, and if it was decided again: the time of that decision."
    },
    {
      "name": "version",
      "type": "long",
      "default": 0,
      "doc": "Version of the configuration of the Check that was in force."
    },
    {
      "name": "resend",
      "type": "int",
      "default": 0,
      "doc": "How often a person has asked to send this message again, this record included: 0 for the original decision. The same id with another number starts a new series of attempts."
    }
  ]
} as const;

/** Avro schema of Result, as registered. */
export const resultSchema = {
  "type": "record",
  "name": "Result",
  "namespace": "panto",
  "doc": "Output of one execution of a Check. The record key is the UUID of the Check as a lower-case string. Only timestamp is required; a metric name may be in only one of the maps.",
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

/** Avro schema of Route, as registered. */
export const routeSchema = {
  "type": "record",
  "name": "Route",
  "namespace": "panto",
  "doc": "Which Alerts go to which Channels, as the Server resolved it. The record key is the UUID of the Route; a null value deletes it.",
  "fields": [
    {
      "name": "id",
      "type": "string",
      "doc": "UUID of the Route."
    },
    {
      "name": "name",
      "type": "string",
      "doc": "Name of the Route."
    },
    {
      "name": "labels",
      "type": {
        "type": "map",
        "values": "string"
      },
      "default": {},
      "doc": "Labels of the Route."
    },
    {
      "name": "version",
      "type": "long",
      "doc": "Increases by one with every change of this Route."
    },
    {
      "name": "createdAt",
      "type": {
        "type": "long",
        "logicalType": "timestamp-millis"
      },
      "doc": "When the Route was first configured."
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
      "name": "channels",
      "type": {
        "type": "array",
        "items": "string"
      },
      "default": [],
      "doc": "UUIDs of the Channels, in their order."
    },
    {
      "name": "spec",
      "type": "string",
      "doc": "The spec of the resource as JSON, as a person applied it."
    }
  ]
} as const;

/** Avro schema of Silence, as registered. */
export const silenceSchema = {
  "type": "record",
  "name": "Silence",
  "namespace": "panto",
  "doc": "Which Alerts nobody is told of for a while, as the Server resolved it. The record key is the UUID of the Silence; a null value deletes it.",
  "fields": [
    {
      "name": "id",
      "type": "string",
      "doc": "UUID of the Silence."
    },
    {
      "name": "name",
      "type": "string",
      "doc": "Name of the Silence."
    },
    {
      "name": "labels",
      "type": {
        "type": "map",
        "values": "string"
      },
      "default": {},
      "doc": "Labels of the Silence."
    },
    {
      "name": "version",
      "type": "long",
      "doc": "Increases by one with every change of this Silence."
    },
    {
      "name": "createdAt",
      "type": {
        "type": "long",
        "logicalType": "timestamp-millis"
      },
      "doc": "When the Silence was first configured."
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
      "name": "targets",
      "type": {
        "type": "array",
        "items": "string"
      },
      "default": [],
      "doc": "UUIDs of the Targets whose Alerts it takes; empty: the Target does not matter."
    },
    {
      "name": "checks",
      "type": {
        "type": "array",
        "items": "string"
      },
      "default": [],
      "doc": "UUIDs of the Checks whose Alerts it takes; empty: the Check does not matter."
    },
    {
      "name": "from",
      "type": [
        "null",
        {
          "type": "long",
          "logicalType": "timestamp-millis"
        }
      ],
      "default": null,
      "doc": "When it begins; null: it began long ago."
    },
    {
      "name": "until",
      "type": {
        "type": "long",
        "logicalType": "timestamp-millis"
      },
      "doc": "When it ends: from this moment on it has no effect. 0 if it repeats: a reader that does not know repeat takes it to be over."
    },
    {
      "name": "repeat",
      "type": [
        "null",
        {
          "type": "record",
          "name": "Repeat",
          "doc": "Recurring hours: whenever the local time of a time zone is within them.",
          "fields": [
            {
              "name": "days",
              "type": {
                "type": "array",
                "items": {
                  "type": "enum",
                  "name": "DayName",
                  "symbols": [
                    "mon",
                    "tue",
                    "wed",
                    "thu",
                    "fri",
                    "sat",
                    "sun"
                  ],
                  "doc": "A day of the week.",
                  "namespace": "panto"
                }
              },
              "doc": "The days on which they begin."
            },
            {
              "name": "from",
              "type": "int",
              "doc": "Minute of the day at which they begin."
            },
            {
              "name": "to",
              "type": "int",
              "doc": "Minute before which they end, 1440 for midnight; if not after from, they end on the next day."
            },
            {
              "name": "timezone",
              "type": "string",
              "doc": "IANA name of the time zone."
            }
          ],
          "namespace": "panto"
        }
      ],
      "default": null,
      "doc": "Its recurrence; null: it has one beginning and one end."
    },
    {
      "name": "spec",
      "type": "string",
      "doc": "The spec of the resource as JSON, as a person applied it."
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
      "doc": "The State before this evaluation: the same if it repeats."
    },
    {
      "name": "timestamp",
      "type": {
        "type": "long",
        "logicalType": "timestamp-millis"
      },
      "doc": "Timestamp of the deciding Result; for Missing Data, the deadline."
    },
    {
      "name": "arrival",
      "type": {
        "type": "long",
        "logicalType": "timestamp-millis"
      },
      "doc": "The clock of arrivals when this was decided; for Missing Data, the deadline."
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
          "doc": "Why a State was decided: one condition that matched or was undetermined.",
          "fields": [
            {
              "name": "rule",
              "type": "string",
              "doc": "Name of the state rule; empty for reasons without a rule."
            },
            {
              "name": "kind",
              "type": {
                "type": "enum",
                "name": "ReasonKind",
                "symbols": [
                  "MATCHED",
                  "UNDETERMINED",
                  "RECOVERED",
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
              "doc": "The metric that was evaluated."
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
              "doc": "The earlier sample of a history rule, which the value was compared with besides the operand."
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
      "doc": "Reasons for the State."
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
      "doc": "True if the deciding Result arrived more than missingAfter after its timestamp."
    }
  ]
} as const;

/** Avro schema of Target, as registered. */
export const targetSchema = {
  "type": "record",
  "name": "Target",
  "namespace": "panto",
  "doc": "What is watched, as the Server resolved it. The record key is the UUID of the Target; a null value deletes it.",
  "fields": [
    {
      "name": "id",
      "type": "string",
      "doc": "UUID of the Target."
    },
    {
      "name": "name",
      "type": "string",
      "doc": "Name of the Target."
    },
    {
      "name": "labels",
      "type": {
        "type": "map",
        "values": "string"
      },
      "default": {},
      "doc": "Labels of the Target."
    },
    {
      "name": "version",
      "type": "long",
      "doc": "Increases by one with every change of this Target."
    },
    {
      "name": "createdAt",
      "type": {
        "type": "long",
        "logicalType": "timestamp-millis"
      },
      "doc": "When the Target was first configured."
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
      "name": "dependsOn",
      "type": {
        "type": "array",
        "items": "string"
      },
      "default": [],
      "doc": "UUIDs of the Targets that it depends on."
    },
    {
      "name": "spec",
      "type": "string",
      "doc": "The spec of the resource as JSON, as a person applied it."
    }
  ]
} as const;

/** Every schema by the name of its file. */
export const schemas = {
  'acknowledgement': acknowledgementSchema,
  'agent': agentSchema,
  'alert': alertSchema,
  'channel-memory': channelMemorySchema,
  'channel': channelSchema,
  'check': checkSchema,
  'delivery': deliverySchema,
  'heartbeat': heartbeatSchema,
  'notification': notificationSchema,
  'result': resultSchema,
  'route': routeSchema,
  'silence': silenceSchema,
  'state': stateSchema,
  'target': targetSchema,
} as const;
