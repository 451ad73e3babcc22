package dev.cnilab.userland.system.namespace;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.LineReader;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.coreutils.file.Users;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.privilege.Credentials;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code su}: becomes another user, and runs that user's shell; util-linux. */
public final class Su implements Command {
  private static final int FAILED = 1;

  @Override
  public int run(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "lcsm").parse();
    List<String> operands = new ArrayList<>(options.operands());
    boolean dash = !operands.isEmpty() && operands.getFirst().equals("-");
    if (dash) {
      operands.removeFirst();
    }
    boolean login = dash || options.has('l');
    String name = operands.isEmpty() ? "root" : operands.removeFirst();
    Users users = new Users(call.files());
    Credentials wanted = users.credentials(name).orElseThrow(() -> unknown(call, name));
    Process self = call.process();
    if (self.user() != 0) {
      self.err().print("Password: ");
      new LineReader(call.in()).next(); // nobody has a password
      self.err().print("\n");
      throw call.failure(FAILED, "Authentication failure");
    }
    String shell = options.value('s').orElseGet(() -> users.shell(wanted.user()));
    Map<String, String> environment =
        environment(self, options, login, name, users.home(wanted.user()), shell);
    if (wanted.user() != 0) {
      self.become(wanted);
    }
    if (login) {
      enterHome(self, users.home(wanted.user()));
    }
    List<String> command = new ArrayList<>();
    String base = shell.substring(shell.lastIndexOf('/') + 1);
    command.add(login ? "-" + base : base);
    Optional<String> line = options.value('c');
    line.ifPresent(text -> command.addAll(List.of("-c", text)));
    command.addAll(operands);
    try {
      throw self.exec(shell, command, environment);
    } catch (FileException failed) {
      throw call.failure(127, "failed to execute " + shell + ": " + failed.error().text());
    }
  }

  private static IOException unknown(Invocation call, String name) {
    return call.failure(
        FAILED,
        "user "
            + name
            + " does not exist or the user entry does not contain all the required fields");
  }

  private static Map<String, String> environment(
      Process self, Options.Found options, boolean login, String name, String home, String shell) {
    Map<String, String> environment = new TreeMap<>(login ? Map.of() : self.environment());
    if (!options.has('m') || login) {
      environment.put("HOME", home);
      environment.put("SHELL", shell);
      if (login || !name.equals("root")) {
        environment.put("USER", name);
        environment.put("LOGNAME", name);
      }
    }
    if (login) {
      environment.put(
          "PATH",
          name.equals("root")
              ? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
              : "/usr/local/bin:/usr/bin:/bin:/usr/local/games:/usr/games");
      Optional.ofNullable(self.environment().get("TERM"))
          .ifPresent(term -> environment.put("TERM", term));
    }
    return environment;
  }

  private static void enterHome(Process self, String home) {
    try {
      self.workingDirectory().change(home);
    } catch (FileException missing) {
      self.err()
          .println(
              "su: warning: cannot change directory to " + home + ": " + missing.error().text());
    }
  }
}
