"""What people, things and faults of the made-up shop are called; a few words are common, most are rare."""

from __future__ import annotations

import random

FIRST = (
    *("Anna", "Ben", "Clara", "David", "Elena", "Farid", "Greta", "Hugo", "Ines", "Jonas"),
    *("Katya", "Liam", "Mara", "Nils", "Olga", "Pablo", "Rosa", "Sven", "Tara", "Zoë"),
    *("Łukasz", "Søren", "Mehmet", "Amélie", "Priya", "Grace", "Omar", "Yuki", "Chloe", "Noah"),
)
KNOWN_LAST = (
    *("Meyer", "Wójcik", "Okafor", "Nielsen", "Rahman", "Carter", "Murphy", "Campbell", "Demir", "Bennett"),
    *("Yıldız", "Patel", "Rossi", "Nguyen", "Walker", "Großmann", "Østergård", "Müller"),
)
SYLLABLES = (
    *("ba", "ke", "lor", "min", "ta", "ver", "son", "der", "win", "ric"),
    *("hal", "ford", "ley", "mar", "ston", "be", "cro", "dan", "el", "fin"),
    *("gar", "hol"),
)
ROADS = ("Street", "Road", "Lane", "Square", "Close")
BRANDS = {
    "Apple": ("iPhone 11", "iPhone 12", "iPhone 13", "iPhone 14 Pro", "MacBook Air", "iPad"),
    "Samsung": ("Galaxy S21", "Galaxy A52", "Galaxy Tab", "Galaxy S23"),
    "Lenovo": ("ThinkPad X1", "IdeaPad 5", "Yoga 7"),
    "Dell": ("XPS 13", "Latitude 7420", "Inspiron 15"),
    "Canon": ("Pixma TS5350", "EOS 250D"),
    "Brother": ("HL-L2350", "DCP-J1050"),
    "Bosch": ("GSR 12V", "Tassimo T12", "Serie 6"),
    "Makita": ("DHP482", "DLX2131"),
    "Miele": ("Complete C3", "CM 5310"),
    "Sony": ("Xperia 5", "Bravia X80"),
    "Asus": ("ZenBook 14", "ROG Strix"),
    "Philips": ("Airfryer XXL", "Senseo"),
}
KINDS = (
    *("Laptop", "Phone", "Printer", "Kettle", "Drill", "Vacuum", "Tablet", "Amplifier", "Monitor", "Camera"),
)
COLOURS = ("", "", "black", "white", "silver", "blue")
PARTS = (
    *("battery", "screen", "hinge", "keyboard", "fan", "charger", "port", "cable", "fuse", "pump", "valve"),
    *("motor", "bearing", "belt", "switch", "board", "sensor", "relay", "capacitor", "gasket", "thermostat"),
    *("heater", "filter", "compressor", "speaker", "camera", "button", "antenna"),
)
SYMPTOMS = (
    "does not start",
    "overheats after ten minutes",
    "makes a grinding noise",
    "shows error E{number}",
    "restarts at random",
    "loses power",
    "smells of burning",
    "is very slow",
    "no longer connects",
    "does not charge",
    "has a cracked {part}",
)
OPENERS = (
    "Customer reports that the {kind} {symptom}.",
    "Since last week the {kind} {symptom}.",
    "The {kind} {symptom} after a fall.",
    "Unit {symptom}; the {part} was replaced before.",
    "After an update the {kind} {symptom}.",
)
DETAILS = (
    "The {part} looks worn and the {other} is loose.",
    "Please check the {part} and call before ordering parts.",
    "Warranty sticker is missing, {part} shows corrosion.",
    "Data must be kept, no backup exists.",
    "Second visit for the same {part}.",
    "Customer needs it back before the weekend.",
    "Accessories left with us: {other} and {part}.",
    "Battery holds no charge, {part} gets warm.",
    "Fault appears only when cold; {other} suspected.",
)
FINDINGS = (
    "Measured {number} V at the {part}, expected {more} V.",
    "Replaced {part}, cleaned {other}, tested for {number} hours.",
    "Cracked solder joint on the {part} reflowed.",
    "{part} out of tolerance, new part ordered.",
    "Firmware updated, {other} recalibrated.",
    "Cell cycle count {number}, capacity {more} percent.",
    "Found liquid damage around the {part}.",
    "No fault found after {number} cycles.",
)
CITIES = ("Leeds", "York", "Hull", "Bradford", "Wakefield", "Harrogate", "Sheffield")


class Words:
    """Names and sentences, the same for the same chance."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self.surnames = [*KNOWN_LAST, *(self._made_up().title() for _ in range(2_500))]
        self.streets = [f"{self._made_up().title()} {chance.choice(ROADS)}" for _ in range(1_500)]
        self._rare = [self._made_up() + chance.choice(("ium", "ex", "or", "ine")) for _ in range(30_000)]
        self.openers = [self._sentence(OPENERS) for _ in range(6_000)]
        self.details = [self._sentence(DETAILS) for _ in range(6_000)]
        self.findings = [self._sentence(FINDINGS) for _ in range(6_000)]

    def _made_up(self) -> str:
        return "".join(self._chance.choice(SYLLABLES) for _ in range(self._chance.randint(2, 4)))

    def _part(self) -> str:
        return PARTS[int(len(PARTS) * self._chance.random() ** 2)]

    def _sentence(self, forms: tuple[str, ...]) -> str:
        chance = self._chance
        form = chance.choice(forms).replace("{symptom}", chance.choice(SYMPTOMS))
        words = {"kind": chance.choice(KINDS).lower(), "part": self._part(), "other": self._part()}
        said = form.format(number=chance.randint(1, 99), more=chance.randint(1, 99), **words)
        return f"{said} Type {chance.choice(self._rare)}." if chance.random() < 0.3 else said
