#!/usr/bin/env python3
"""Produces one Result of a Check to Panto.

    python3 -m venv .venv && .venv/bin/pip install -r requirements.txt
    .venv/bin/python produce_result.py --check 0b6f2d0c-6f0e-4f57-8d5c-9d3a1f2b4c5d \
        --int queue-length=17 --float load=0.75 --string version=1.2.3 --bool up=true

Three things make a Result one that Panto takes:
  * the key is the UUID of the Check, in lower case;
  * the partition is that of the Java client (murmur2_random), so that all Results of a Check stay in order;
  * the value is Avro by a registered schema; only `timestamp` is required, and a metric stands in one map only.
"""

import argparse
import json
import os
import sys
import time
import uuid

from confluent_kafka import Producer
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroSerializer
from confluent_kafka.schema_registry.error import SchemaRegistryError
from confluent_kafka.serialization import MessageField, SerializationContext
from httpx import HTTPError


def metric(convert):
    """Reads NAME=VALUE, the value by `convert`."""

    def read(text):
        name, separator, value = text.partition("=")
        if not separator or not name:
            raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE")
        try:
            return name, convert(value)
        except ValueError as error:
            raise argparse.ArgumentTypeError(f"{text!r}: {error}") from error

    return read


def boolean(text):
    """Reads true or false."""
    if text not in ("true", "false"):
        raise ValueError("true or false is expected")
    return text == "true"


def setting(name, otherwise):
    """An environment variable as all of Panto reads it: empty is not set."""
    return os.environ.get(name) or otherwise


def arguments():
    """The command line."""
    parser = argparse.ArgumentParser(description="Produces one Result of a Check to Panto.")
    parser.add_argument(
        "--bootstrap",
        default=setting("PANTO_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9092"),
        help="addresses of Kafka brokers (PANTO_KAFKA_BOOTSTRAP_SERVERS; %(default)s)",
    )
    parser.add_argument(
        "--registry",
        default=setting("PANTO_SCHEMA_REGISTRY_URL", "http://127.0.0.1:8081/apis/ccompat/v7"),
        help="Confluent's API of the schema registry (PANTO_SCHEMA_REGISTRY_URL; %(default)s)",
    )
    parser.add_argument(
        "--prefix",
        default=setting("PANTO_TOPIC_PREFIX", "panto."),
        help="what stands before every topic name (PANTO_TOPIC_PREFIX; %(default)s)",
    )
    parser.add_argument("--check", required=True, type=uuid.UUID, help="UUID of the Check")
    parser.add_argument("--timestamp", type=int, help="when it was measured, ms (default: now)")
    parser.add_argument("--error", help="why nothing could be measured")
    for kind, convert in (("int", int), ("float", float), ("string", str), ("bool", boolean)):
        parser.add_argument(
            f"--{kind}",
            dest=f"{kind}s",
            metavar="NAME=VALUE",
            type=metric(convert),
            action="append",
            default=[],
            help=f"a metric of type {kind}; may be given more than once",
        )
    return parser.parse_args()


def schema_of(registry, subject, fields):
    """
    The newest registered schema that has all the fields. The latest is not always Panto's: whoever registers one of
    fewer fields makes it the latest, and what it does not know would be left out without a word.
    """
    for version in sorted(registry.get_versions(subject), reverse=True):
        schema = registry.get_version(subject, version).schema
        if fields <= {field["name"] for field in json.loads(schema.schema_str)["fields"]}:
            return schema
    sys.exit(f"no schema of {subject} has all of {', '.join(sorted(fields))}")


def main():
    """Produces the Result and waits until Kafka has it."""
    args = arguments()
    topic = f"{args.prefix}results"
    registry = SchemaRegistryClient({"url": args.registry})
    result = {
        "timestamp": args.timestamp if args.timestamp is not None else int(time.time() * 1000),
        "ints": dict(args.ints),
        "floats": dict(args.floats),
        "strings": dict(args.strings),
        "bools": dict(args.bools),
        "error": args.error,
    }
    failures = []
    producer = Producer(
        {
            "bootstrap.servers": args.bootstrap,
            "partitioner": "murmur2_random",
            "enable.idempotence": True,
            "message.timeout.ms": 30_000,
        }
    )

    def delivered(error, message):
        if error is not None:
            failures.append(error)
        else:
            print(f"{message.topic()} [{message.partition()}] at offset {message.offset()}")

    try:
        # Panto registers its schemas itself: a producer registers nothing.
        schema = schema_of(registry, f"{topic}-value", set(result))
        serialize = AvroSerializer(registry, schema, conf={"auto.register.schemas": False})
        value = serialize(result, SerializationContext(topic, MessageField.VALUE))
    except (HTTPError, SchemaRegistryError) as error:
        sys.exit(f"the schema registry at {args.registry} gives no schema of {topic}: {error}")
    producer.produce(topic, key=str(args.check), value=value, on_delivery=delivered)
    if producer.flush(35) > 0 or failures:
        sys.exit(f"the Result was not delivered: {failures[0] if failures else 'no answer in time'}")


if __name__ == "__main__":
    main()
