package dev.cnilab.cluster.image.agnhost;

import dev.cnilab.cluster.image.agnhost.call.AgnhostCommand;
import dev.cnilab.cluster.image.agnhost.call.AgnhostFlags;
import dev.cnilab.cluster.image.agnhost.netexec.Netexec;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The executable: its first argument selects the command. */
final class Agnhost implements Program {
  private static final Map<String, AgnhostCommand> COMMANDS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("connect", new Connect()),
              Map.entry("crd-conversion-webhook", new ConversionServer()),
              Map.entry("dns-server-list", new ResolverLine("nameserver")),
              Map.entry("dns-suffix", new ResolverLine("search")),
              Map.entry("entrypoint-tester", new EntrypointTester()),
              Map.entry("etc-hosts", new EtcHosts()),
              Map.entry("grpc-health-checking", new GrpcHealthChecking()),
              Map.entry("guestbook", new Guestbook()),
              Map.entry("liveness", new Liveness()),
              Map.entry("logs-generator", new LogsGenerator()),
              Map.entry("mounttest", new MountTest()),
              Map.entry("netexec", new Netexec()),
              Map.entry("nettest", new NetTest()),
              Map.entry("nonewprivs", new NoNewPrivileges()),
              Map.entry("pause", new AgnhostPause()),
              Map.entry("porter", new Porter()),
              Map.entry("serve-hostname", new ServeHostname()),
              Map.entry("tcp-reset", new TcpReset()),
              Map.entry("test-service-account-issuer-discovery", new IssuerDiscovery()),
              Map.entry("test-webserver", new TestWebserver()),
              Map.entry("webhook", new WebhookServer())));

  /**
   * Every command has these flags of the library klog; they would hide nothing that is logged here.
   */
  private static final Map<String, String> OF_KLOG =
      Map.of("v", "0", "vmodule", "", "logtostderr", "true", "alsologtostderr", "false");

  @Override
  public int run(Process process) throws IOException {
    List<String> arguments = process.arguments();
    String name = arguments.size() > 1 ? arguments.get(1) : "--help";
    AgnhostCommand command = COMMANDS.get(name);
    if (command != null) {
      return run(process, command);
    }
    if (name.equals("--help") || name.equals("-h") || name.equals("help")) {
      process.out().print(usage());
      return 0;
    }
    process.err().println("Error: unknown command \"" + name + "\" for \"app\"");
    process.err().println("Run 'app --help' for usage.");
    return 1;
  }

  private static int run(Process process, AgnhostCommand command) throws IOException {
    List<String> words = process.arguments().subList(2, process.arguments().size());
    Map<String, String> flags = new HashMap<>(OF_KLOG);
    flags.putAll(command.flags());
    Map<Character, String> letters = new HashMap<>(Map.of('v', "v"));
    letters.putAll(command.letters());
    try {
      return command.run(process, AgnhostFlags.parse(flags, letters, words));
    } catch (AgnhostFlags.Unusable wrong) {
      process.err().println("Error: " + wrong.getMessage());
      return 1;
    }
  }

  private static String usage() {
    StringBuilder text = new StringBuilder("Usage:\n  app [command]\n\nAvailable Commands:\n");
    COMMANDS.keySet().forEach(name -> text.append("  ").append(name).append('\n'));
    return text.append("\nFlags:\n  -h, --help      help for app\n").toString();
  }
}
