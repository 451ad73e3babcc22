package dev.cnilab.userland.system;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.privilege.Credentials;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Commands about who runs them. */
final class UserCommands {
  private UserCommands() {}

  static void addTo(Map<String, Command> all) {
    all.put("id", UserCommands::id);
    all.put("whoami", UserCommands::whoami);
    all.put("tty", UserCommands::tty);
  }

  private static int id(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "ugnG").parse();
    if (!options.operands().isEmpty()) {
      return others(call, options.operands());
    }
    Credentials self = call.process().credentials();
    if (options.has('u')) {
      return print(call, options.has('n') ? user(call) : "" + self.user());
    } else if (options.has('g')) {
      return print(call, options.has('n') && self.group() == 0 ? "root" : "" + self.group());
    }
    List<Integer> groups = new ArrayList<>(List.of(self.group()));
    self.groups().stream().filter(each -> each != self.group()).forEach(groups::add);
    if (options.has('G')) {
      return print(call, groups.stream().map(String::valueOf).collect(Collectors.joining(" ")));
    }
    return print(
        call,
        "uid=%s gid=%s groups=%s"
            .formatted(
                named(self.user()),
                named(self.group()),
                groups.stream().map(UserCommands::named).collect(Collectors.joining(","))));
  }

  /** About others: those in /etc/passwd, of whom only root is ever asked for. */
  private static int others(Invocation call, List<String> names) {
    int status = 0;
    for (String name : names) {
      if (name.equals("root")) {
        call.out().println("uid=0(root) gid=0(root) groups=0(root)");
      } else {
        call.complain(
            (call.isBusybox()
                ? "unknown user " + name
                : Invocation.quote(name) + ": no such user"));
        status = 1;
      }
    }
    return status;
  }

  private static String named(int number) {
    return number + (number == 0 ? "(root)" : "");
  }

  private static int whoami(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "").parse();
    if (!options.operands().isEmpty()) {
      throw call.extra(options.operands().getFirst());
    }
    return print(call, user(call));
  }

  private static int tty(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "s").parse();
    if (!options.operands().isEmpty()) {
      throw call.extra(options.operands().getFirst());
    }
    boolean terminal = call.in().isTerminal();
    if (!options.has('s')) {
      call.out().println(terminal ? "/dev/pts/0" : "not a tty");
    }
    return terminal ? 0 : 1;
  }

  private static int print(Invocation call, String line) {
    call.out().println(line);
    return 0;
  }

  private static String user(Invocation call) {
    return call.process().user() == 0 ? "root" : "" + call.process().user();
  }
}
