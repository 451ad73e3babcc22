package dev.cnilab.userland.system.namespace;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.privilege.Capability;
import dev.cnilab.userland.privilege.Credentials;
import dev.cnilab.userland.privilege.NewPrivileges;
import dev.cnilab.userland.process.Executables;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProcessTable;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code setpriv}: runs a command with other privileges; util-linux. */
public final class Setpriv implements Command {
  private static final int FAILED = 127;

  @Override
  public int run(Invocation call) throws IOException {
    Options.Found options =
        Options.of(
                call,
                "",
                "no-new-privs",
                "reuid",
                "regid",
                "clear-groups",
                "ambient-caps",
                "bounding-set")
            .idle("", "inh-caps") // only capabilities of files would make a difference of them
            .stopAtOperand()
            .parse();
    List<String> command = options.operands();
    if (command.isEmpty()) {
      throw call.failure(1, "No program specified");
    }
    Process self = call.process();
    self.become(changed(call, options, self.credentials()));
    String search = self.environment().getOrDefault("PATH", ProcessTable.DEFAULT_PATH);
    try {
      String path = Executables.find(self, search, command.getFirst());
      throw self.exec(path, command, self.environment());
    } catch (FileException failed) {
      throw call.failure(
          FAILED, "failed to execute " + command.getFirst() + ": " + failed.error().text());
    }
  }

  private static Credentials changed(Invocation call, Options.Found options, Credentials before)
      throws IOException {
    int user = number(call, options.value("reuid"), before.user());
    int group = number(call, options.value("regid"), before.group());
    if (user != before.user() && !before.can(Capability.SETUID)) {
      throw call.failure(FAILED, "setresuid failed: Operation not permitted");
    }
    boolean groups = group != before.group() || options.has("clear-groups");
    if (groups && !before.can(Capability.SETGID)) {
      throw call.failure(FAILED, "setresgid failed: Operation not permitted");
    }
    if (options.has("bounding-set") && !before.can(Capability.SETPCAP)) {
      throw call.failure(FAILED, "apply bounding set: Operation not permitted");
    }
    Set<Capability> ambient = set(call, options.value("ambient-caps"), before.ambient());
    if (!before.effective().containsAll(ambient)) {
      throw call.failure(FAILED, "apply ambient capabilities: Operation not permitted");
    }
    Set<Capability> bounding = set(call, options.value("bounding-set"), before.bounding());
    NewPrivileges newPrivileges =
        options.has("no-new-privs") ? NewPrivileges.NEVER : before.newPrivileges();
    return before
        .limited(bounding, ambient)
        .as(user, group, options.has("clear-groups") ? List.of() : before.groups())
        .with(newPrivileges);
  }

  private static int number(Invocation call, Optional<String> word, int otherwise)
      throws IOException {
    if (word.isEmpty()) {
      return otherwise;
    } else if (word.get().equals("root")) {
      return 0;
    } else if (!word.get().matches("\\d{1,9}")) {
      throw call.failure(FAILED, "unknown user or group: '" + word.get() + "'");
    }
    return Integer.parseInt(word.get());
  }

  /** Applies a list such as {@code -all,+net_raw} to a set. */
  private static Set<Capability> set(
      Invocation call, Optional<String> list, Set<Capability> otherwise) throws IOException {
    Set<Capability> set = EnumSet.noneOf(Capability.class);
    set.addAll(otherwise);
    for (String word : list.map(words -> List.of(words.split(","))).orElse(List.of())) {
      String name = word.replaceFirst("^[-+]", "");
      Optional<Capability> one = Capability.parse(name);
      if (name.equals(word) || (one.isEmpty() && !name.equals("all"))) {
        throw call.failure(FAILED, "bad capability string: '" + word + "'");
      }
      Set<Capability> meant = one.map(Set::of).orElse(Capability.all());
      if (word.startsWith("+")) {
        set.addAll(meant);
      } else {
        set.removeAll(meant);
      }
    }
    return set;
  }
}
