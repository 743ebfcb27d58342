"""The clock of every router by Netmiko: python3 ask_netmiko.py JOB.json"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor

from netmiko import ConnectHandler

with open(sys.argv[1], encoding="utf8") as file:
    job = json.load(file)


def ask(host):
    """Netmiko sets width and length by itself, and paramiko offers old key exchanges by itself."""
    connection = ConnectHandler(
        device_type="cisco_ios",
        host=host["address"],
        port=host["port"],
        username=host["username"],
        password=host["password"],
        secret=host["secret"],
        timeout=120,
        banner_timeout=120,
        auth_timeout=120,
    )
    connection.enable()
    answer = connection.send_command(job["command"])
    connection.disconnect()
    return answer


with ThreadPoolExecutor(max_workers=job["atOnce"]) as executor:
    for host, answer in zip(job["hosts"], executor.map(ask, job["hosts"])):
        print(f"| {host['name']} | {answer} |")
