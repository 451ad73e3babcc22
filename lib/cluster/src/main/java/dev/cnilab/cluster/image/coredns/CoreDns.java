package dev.cnilab.cluster.image.coredns;

import dev.cnilab.cluster.client.connection.ApiClients;
import dev.cnilab.cluster.gonet.GoNet;
import dev.cnilab.cluster.image.coredns.corefile.Corefile;
import dev.cnilab.cluster.image.coredns.corefile.CorefileException;
import dev.cnilab.cluster.image.coredns.corefile.Directive;
import dev.cnilab.cluster.image.coredns.corefile.ServerBlock;
import dev.cnilab.cluster.log.GoFile;
import dev.cnilab.cluster.log.GoPathException;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import dev.cnilab.userland.process.Signal;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The program {@code coredns}. */
public final class CoreDns implements Program {
  private static final String VERSION = "CoreDNS-1.14.6\nlinux/amd64, go1.26.8, ";

  private final ApiClients clients;

  public CoreDns(ApiClients clients) {
    this.clients = clients;
  }

  @Override
  public int run(Process process) {
    CoreDnsFlags flags;
    try {
      flags = CoreDnsFlags.parse(process.arguments());
    } catch (CoreDnsFlags.Unusable unusable) {
      process.err().println(String.valueOf(unusable.getMessage()));
      return unusable.status();
    }
    if (flags.asksForVersion()) {
      process.out().println(VERSION);
      return 0;
    }
    process.out().println("maxprocs: Leaving GOMAXPROCS=2: CPU quota undefined");
    try {
      new Life(process, clients, flags).run();
    } catch (CorefileException | IOException unusable) {
      process.err().println(String.valueOf(unusable.getMessage()));
      return 1;
    }
    return process.status();
  }

  /** One run of the process. */
  private static final class Life {

    private final Process process;
    private final ApiClients clients;
    private final CoreDnsFlags flags;
    private final int defaultPort;
    private final Map<Integer, DnsServer> servers = new HashMap<>();
    private Instance instance;

    Life(Process process, ApiClients clients, CoreDnsFlags flags)
        throws CorefileException, IOException {
      this.process = process;
      this.clients = clients;
      this.flags = flags;
      if (!flags.port().matches("\\d{1,5}")) {
        throw new CorefileException("listen tcp: address tcp/" + flags.port() + ": unknown port");
      }
      this.defaultPort = Integer.parseInt(flags.port());
      this.instance = Instance.of(read(), defaultPort, process, clients);
    }

    private Corefile read() throws CorefileException, IOException {
      return Corefile.parse(
          flags.conf(),
          text(),
          process.files(),
          warning -> process.out().println("[WARNING] " + warning));
    }

    private String text() throws IOException {
      try {
        return GoFile.text(process.files(), flags.conf());
      } catch (GoPathException unreadable) {
        throw new IOException("loading Caddyfile via flag: " + unreadable.text(), unreadable);
      }
    }

    void run() throws CorefileException {
      process.signals().handle(Signal.TERM, this::terminate);
      process.signals().handle(Signal.INT, () -> process.end(0));
      process.onExit(status -> servers.values().forEach(DnsServer::close));
      instance.start();
      open();
      if (!flags.isQuiet()) {
        instance.lines().forEach(process.out()::println);
      }
      announce();
      if (!flags.isQuiet()) {
        process.out().println(VERSION);
      }
      while (process.isAlive()) {
        process.loop().sleep(interval());
        reloadIfChanged();
      }
    }

    private void open() throws CorefileException {
      for (int port : instance.ports()) {
        try {
          DnsServer server = servers.get(port);
          if (server == null) {
            server = new DnsServer(process, port);
            servers.put(port, server);
          }
          server.serve(query -> instance.answer(port, query));
        } catch (ErrnoException taken) {
          throw new CorefileException(GoNet.listen(":" + port, taken));
        }
      }
      servers
          .values()
          .removeIf(
              server -> {
                boolean gone = !instance.ports().contains(server.port());
                if (gone) {
                  server.close();
                }
                return gone;
              });
    }

    private void announce() {
      if (reload(instance.corefile()).isPresent()) {
        process
            .out()
            .println(
                "[INFO] plugin/reload: Running configuration SHA512 = "
                    + instance.corefile().sha512());
      }
    }

    private static Optional<Directive> reload(Corefile corefile) {
      return corefile.blocks().stream()
          .map((ServerBlock block) -> block.find("reload"))
          .flatMap(Optional::stream)
          .findFirst();
    }

    /** When to check the file next; with a jitter for each instance. */
    private Duration interval() {
      ReloadTimes times = instance.reloadTimes();
      double stretch = process.loop().random().nextDouble() - 0.5;
      return times.interval().plusNanos((long) (times.jitter().toNanos() * stretch));
    }

    /** The last file hash that was tried, so that a broken file is tried only once. */
    private String tried = "";

    private void reloadIfChanged() {
      if (reload(instance.corefile()).isEmpty()) {
        return;
      }
      try {
        Corefile corefile = read();
        String hash = corefile.sha512();
        if (!hash.equals(instance.corefile().sha512()) && !hash.equals(tried)) {
          tried = hash;
          replace(corefile);
        }
      } catch (CorefileException broken) {
        log("[WARNING] plugin/reload: Corefile parse failed: " + broken.getMessage());
      } catch (IOException unreadable) {
        // The next check reads the file again.
      }
    }

    private void replace(Corefile corefile) {
      log("[INFO] Reloading");
      Instance next;
      try {
        next = Instance.of(corefile, defaultPort, process, clients);
      } catch (CorefileException unusable) {
        log("[ERROR] Restart failed: " + unusable.getMessage());
        log(
            "[ERROR] plugin/reload: Corefile changed but reload failed: starting with listener file"
                + " descriptors: "
                + unusable.getMessage());
        return;
      }
      instance.stop();
      next.start();
      instance = next;
      try {
        open();
      } catch (CorefileException taken) {
        log("[ERROR] plugin/reload: Corefile changed but reload failed: " + taken.getMessage());
        return;
      }
      announce();
      log("[INFO] Reloading complete");
    }

    private void log(String line) {
      process.out().println(line);
    }

    /** Keeps answering for a while, so that clients learn of its end before it is gone. */
    private void terminate() {
      log("[INFO] SIGTERM: Shutting down servers then terminating");
      Duration lameDuck = instance.lameDuck();
      if (lameDuck.isPositive()) {
        log("[INFO] plugin/health: Going into lameduck mode for " + GoText.duration(lameDuck));
      }
      process.loop().schedule(lameDuck, () -> process.end(0));
    }
  }
}
