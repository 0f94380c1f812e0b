"""Scores each airport by its share of all flights: a plain Python script, as a step of pipelines/warehouse.yml."""

import csv
import os

with open(os.environ["MILLRACE_INPUT_ROUTES"], newline="", encoding="utf-8") as file:
    flights = {}
    for route in csv.DictReader(file):
        for end in (route["origin"], route["destination"]):
            flights[end] = flights.get(end, 0) + int(route["count"])

total = sum(flights.values())

with (
    open(os.environ["MILLRACE_INPUT_AIRPORTS"], newline="", encoding="utf-8") as airports,
    open(os.environ["MILLRACE_OUTPUT"], "w", newline="", encoding="utf-8") as scores,
):
    writer = csv.writer(scores)
    writer.writerow(["iata", "name", "flights", "share"])
    for airport in csv.DictReader(airports):
        count = flights.get(airport["iata"], 0)
        if count > 0:
            writer.writerow([airport["iata"], airport["name"], count, f"{count / total:.6f}"])

print(f"scored {len(flights)} airports by {total:,} take-offs and landings")
