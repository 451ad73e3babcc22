package dev.cnilab.userland.system;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Loopback;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Manual;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.net.resolve.HostsFile;
import dev.cnilab.userland.privilege.Capability;
import dev.cnilab.userland.process.ProgramException;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** hostname(1): the machine's name, and what /etc/hosts says about it. */
final class HostnameCommand {
  private static final String LETTERS = "fsIid";

  private HostnameCommand() {}

  static int run(Invocation call) throws IOException {
    Options.Found options;
    try {
      options = Options.of(call, LETTERS).parse();
    } catch (ProgramException wrong) {
      call.complain(wrong.text());
      if (!call.isBusybox()) {
        call.out().print(Manual.usage("hostname"));
      }
      return wrong.status();
    }
    if (options.operands().isEmpty()) {
      return show(call, options.last(LETTERS));
    } else if (options.operands().size() > 1 && !call.isBusybox()) {
      call.process().err().print(Manual.usage("hostname"));
      return Manual.of("hostname").mistake();
    }
    return set(call, options.operands().getFirst());
  }

  private static int show(Invocation call, char letter) throws IOException {
    String name = call.process().hostname();
    return switch (letter) {
      case 's' -> print(call, name.replaceFirst("\\..*", ""));
      case 'I' -> print(call, addresses(call.process().network()));
      case 'f', 'i', 'd' -> resolved(call, name, letter);
      default -> print(call, name);
    };
  }

  /** Prints the entry of the name in the file: its canonical name, its domain or its addresses. */
  private static int resolved(Invocation call, String name, char letter) throws IOException {
    List<HostsFile.Entry> found = HostsFile.read(call.files()).named(name);
    if (found.isEmpty()) {
      call.complain("Name or service not known");
      return 1;
    }
    String canonical = found.getFirst().names().getFirst();
    int dot = canonical.indexOf('.');
    return print(
        call,
        switch (letter) {
          case 'f' -> canonical;
          case 'd' -> dot < 0 ? "" : canonical.substring(dot + 1);
          default ->
              found.stream()
                  .map(each -> String.valueOf(each.address()))
                  .collect(Collectors.joining(" "));
        });
  }

  private static int print(Invocation call, String line) {
    call.out().println(line);
    return 0;
  }

  /** All addresses except loopback ones, each followed by a space. */
  private static String addresses(NetworkNamespace network) {
    StringBuilder all = new StringBuilder();
    for (Link link : network.links().all()) {
      if (link.isUp() && !(link instanceof Loopback)) {
        link.addresses().forEach(each -> all.append(each.address()).append(' '));
      }
    }
    return all.toString();
  }

  private static int set(Invocation call, String name) {
    if (!call.process().credentials().can(Capability.SYS_ADMIN)) {
      call.complain(
          call.isBusybox()
              ? "sethostname: Operation not permitted"
              : "you must be root to change the host name");
      return 1;
    }
    call.process().namespaces().uts().setHostname(name);
    return 0;
  }
}
