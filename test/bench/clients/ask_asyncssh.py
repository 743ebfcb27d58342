"""The clock of every router by asyncssh: python3 ask_asyncssh.py JOB.json"""

import asyncio
import json
import re
import sys

import asyncssh

SECONDS = 120


async def read_until(stdout, wanted):
    """Reads until what was read ends with the pattern."""
    pieces, tail = [], ""
    while not wanted.search(tail):
        piece = await stdout.read(65536)
        if not piece:
            raise EOFError("the router closed the connection")
        pieces.append(piece)
        tail = (tail + piece)[-100:]
    return "".join(pieces)


async def ask(host, job):
    options = {"kex_algs": [job["kex"]]} if "kex" in job else {}
    privileged = re.compile(r"# ?$")
    async with asyncssh.connect(
        host["address"],
        port=host["port"],
        username=host["username"],
        password=host["password"],
        known_hosts=None,
        client_keys=None,
        agent_path=None,
        config=None,
        login_timeout=SECONDS,
        **options,
    ) as connection:
        shell = await connection.create_process(term_type="vt100", term_size=(511, 1000))

        async def send(line, wanted=privileged):
            shell.stdin.write(line + "\n")
            return await read_until(shell.stdout, wanted)

        await read_until(shell.stdout, re.compile(r"[>#] ?$"))
        await send("enable", re.compile(r"[Pp]assword: ?$"))
        await send(host["secret"])
        await send("terminal width 511")
        await send("terminal length 0")
        text = await send(job["command"])
        shell.stdin.write("exit\n")
        await shell.wait_closed()
        return "\n".join(text.replace("\r", "").split("\n")[1:-1])


async def main(job):
    slots = asyncio.Semaphore(job["atOnce"])

    async def ask_in_turn(host):
        async with slots:
            return await asyncio.wait_for(ask(host, job), SECONDS)

    answers = await asyncio.gather(*map(ask_in_turn, job["hosts"]))
    for host, answer in zip(job["hosts"], answers):
        print(f"| {host['name']} | {answer} |")


with open(sys.argv[1], encoding="utf8") as file:
    asyncio.run(main(json.load(file)))
