import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createServer, connect as dial, type Server, type Socket } from 'node:net';
import { after, before, test } from 'node:test';
import { play } from './support/play.js';
import { OPENSSH } from './support/programs.js';
import { realSuite } from './support/real-suite.js';
import { runProgram } from './support/run-program.js';
import { Sshd } from './support/sshd.js';
import { addUser, type SystemUser } from './support/system-user.js';
import { Workshop } from './support/workshop.js';

const LARGE = 5 * 1024 * 1024;

realSuite('files over OpenSSH', [...OPENSSH, 'scp'], () => {
  const workshop = new Workshop();
  let user: SystemUser;
  let home: string;
  let uid: number;
  const servers: Record<'sftp' | 'scp', Sshd | undefined> = { sftp: undefined, scp: undefined };
  let oneChannel: Sshd;

  before(async () => {
    user = await addUser(workshop);
    home = workshop.path(`home-${user.name}`);
    uid = Number((await runProgram('id', '-u', user.name)).trim());
    servers.sftp = await Sshd.start(workshop, { config: ['Subsystem sftp internal-sftp'] });
    servers.scp = await Sshd.start(workshop);
    oneChannel = await Sshd.start(workshop, { config: ['Subsystem sftp internal-sftp', 'MaxSessions 1'] });
  });
  after(() => workshop.close());

  const inventory = (port: number) => ({
    hosts: {
      server: { address: '127.0.0.1', port, platform: 'linux', username: user.name, password: user.password },
    },
  });
  const copy = (port: number, how: object, more: object = {}) => ({
    mode: 'change',
    inventory: inventory(port),
    tasks: [{ name: 'copy', copy: how, ...more }],
  });
  /** A folder for a playbook, which the play then uses. */
  async function project(name: string): Promise<string> {
    const folder = workshop.path(name);
    await mkdir(folder, { recursive: true });
    return folder;
  }
  async function giveToUser(path: string, bytes: Buffer): Promise<void> {
    await writeFile(path, bytes);
    await chown(path, uid, uid);
  }

  for (const protocol of ['sftp', 'scp'] as const) {
    const cases: [title: string, bytes: () => Buffer, name: string][] = [
      ['5 MB', () => randomBytes(LARGE), 'image.bin'],
      ['no byte', () => Buffer.alloc(0), 'empty'],
      ['a name with blanks and a quote', () => Buffer.from('text\n'), "it's a name.txt"],
    ];
    for (const [index, [title, makeBytes, name]] of cases.entries()) {
      test(`[real] ${protocol}: a file of ${title} is brought, fetched back, and the same`, async () => {
        const port = servers[protocol]?.port ?? 0;
        const folder = await project(`${protocol}-${index}`);
        const bytes = makeBytes();
        await writeFile(`${folder}/${name}`, bytes);
        const remote = `${home}/${protocol} ${name}`;
        const playbook = {
          mode: 'change',
          inventory: inventory(port),
          tasks: [
            { name: 'put', copy: { from: name, to: remote, direction: 'put' } },
            { name: 'get', copy: { from: remote, to: `back/{{host.name}}/${name}`, direction: 'get' } },
            { name: 'after', command: 'whoami' },
          ],
        };
        const played = await play(workshop, playbook, { project: `${protocol}-${index}`, args: ['--yes'] });
        assert.equal(played.exitCode, 0, played.stderr + JSON.stringify(played.record.results));
        for (const task of ['put', 'get']) {
          assert.match(played.of('server', task).output ?? '', new RegExp(`^[\\d,]+ bytes? over ${protocol}, sha256 `));
          assert.match(played.of('server', task).output ?? '', /; sha256 is the same on the device$/);
        }
        assert.equal(played.of('server', 'after').output, user.name);
        assert.deepEqual(await readFile(remote), bytes);
        assert.deepEqual(await readFile(`${folder}/back/server/${name}`), bytes);
        assert.deepEqual(await readdir(`${folder}/back/server`), [name]);
      });
    }

    test(`[real] ${protocol}: a file that is not there is \`device\`, leaves nothing behind, and the next task runs`, async () => {
      const folder = await project(`${protocol}-missing`);
      const playbook = {
        inventory: inventory(servers[protocol]?.port ?? 0),
        tasks: [
          { name: 'copy', copy: { from: `${home}/nothing here`, to: 'x/{{host.name}}', direction: 'get' } },
          { name: 'after', command: 'whoami' },
        ],
      };
      const played = await play(workshop, playbook, { project: `${protocol}-missing`, args: ['--yes'] });
      assert.equal(played.of('server', 'copy').error?.code, 'device');
      assert.match(played.of('server', 'copy').error?.message ?? '', /nothing here": .*[Nn]o such file/);
      assert.equal(played.of('server', 'after').state, 'finished');
      assert.deepEqual(await readdir(`${folder}/x`), []);
    });

    test(`[real] ${protocol}: a file cut off on the way is raised, and nothing stands under its name`, async () => {
      await giveToUser(`${home}/${protocol}-large`, randomBytes(LARGE));
      const folder = await project(`${protocol}-cut`);
      const proxy = await CuttingProxy.start(servers[protocol]?.port ?? 0, LARGE / 2);
      workshop.later(() => proxy.stop());
      const how = { from: `${home}/${protocol}-large`, to: 'got/{{host.name}}', direction: 'get' };
      const played = await play(workshop, copy(proxy.port, how), { project: `${protocol}-cut`, args: ['--yes'] });
      assert.equal(played.of('server').state, 'raised');
      assert.equal(played.of('server').error?.code, 'disconnected');
      assert.equal(played.of('server').complete, false);
      assert.deepEqual(await readdir(`${folder}/got`), []);
    });
  }

  test('[real] a file that was begun is not brought a second time by a retry', async () => {
    const folder = await project('put-cut');
    await writeFile(`${folder}/image.bin`, randomBytes(LARGE));
    const proxy = await CuttingProxy.start(servers.sftp?.port ?? 0, 0, LARGE / 2);
    workshop.later(() => proxy.stop());
    const how = { from: 'image.bin', to: `${home}/cut.bin`, direction: 'put' };
    const retry = { retry: { attempts: 3, delay: 0 } };
    const played = await play(workshop, copy(proxy.port, how, retry), { project: 'put-cut', args: ['--yes'] });
    assert.equal(played.of('server').error?.code, 'disconnected');
    assert.equal(played.of('server').attempts, 1);
    assert.equal(proxy.connections, 1);
  });

  test('[real] where a connection has one channel only, the file goes over another one', async () => {
    const folder = await project('one-channel');
    await writeFile(`${folder}/a`, 'a');
    const how = { from: 'a', to: `${home}/one-channel`, direction: 'put' };
    const played = await play(workshop, copy(oneChannel.port, how), { project: 'one-channel', args: ['--yes'] });
    assert.equal(played.exitCode, 0, JSON.stringify(played.record.results));
    assert.equal(await readFile(`${home}/one-channel`, 'utf8'), 'a');
  });

  test('[real] a file that only looks empty is read to its end', async () => {
    const folder = await project('proc');
    const how = { from: '/proc/version', to: '{{host.name}}.txt', direction: 'get' };
    const played = await play(workshop, copy(servers.sftp?.port ?? 0, how), { project: 'proc', args: ['--yes'] });
    assert.equal(played.exitCode, 0, JSON.stringify(played.record.results));
    assert.match(await readFile(`${folder}/server.txt`, 'utf8'), /^Linux version/);
  });

  test('[real] a link in the folder does not lead out of it', async () => {
    const folder = await project('link');
    await mkdir(workshop.path('outside'));
    await symlink(workshop.path('outside'), `${folder}/out`);
    await giveToUser(`${home}/a`, Buffer.from('a'));
    const playbook = {
      inventory: inventory(servers.sftp?.port ?? 0),
      tasks: [
        { name: 'name', command: 'echo out/x' },
        { name: 'copy', copy: { from: `${home}/a`, to: '{{results.name.output}}', direction: 'get' } },
      ],
    };
    const played = await play(workshop, playbook, { project: 'link', args: ['--yes'] });
    assert.equal(played.of('server', 'copy').error?.code, 'template');
    assert.match(played.of('server', 'copy').error?.message ?? '', /"out\/x" leaves the folder/);
    assert.deepEqual(await readdir(workshop.path('outside')), []);
  });
});

/** Passes bytes on to a port until so many have come from it, or gone to it, and then cuts the connection. */
class CuttingProxy {
  connections = 0;
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {}

  static async start(target: number, fromServer: number, toServer = Number.POSITIVE_INFINITY): Promise<CuttingProxy> {
    const limits = { fromServer: fromServer || Number.POSITIVE_INFINITY, toServer };
    const server = createServer((client) => {
      proxy.connections++;
      const upstream = dial(target, '127.0.0.1');
      const cut = () => {
        client.destroy();
        upstream.destroy();
      };
      const moved = { fromServer: 0, toServer: 0 };
      const pass = (from: Socket, to: Socket, way: keyof typeof moved) => {
        from.on('data', (bytes) => {
          moved[way] += bytes.length;
          if (moved[way] > limits[way]) cut();
          else to.write(bytes);
        });
        from.on('error', cut).on('close', cut);
      };
      pass(client, upstream, 'toServer');
      pass(upstream, client, 'fromServer');
      for (const socket of [client, upstream]) proxy.sockets.add(socket);
    });
    const proxy = new CuttingProxy(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    const address = this.server.address();
    return typeof address === 'object' && address ? address.port : 0;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
