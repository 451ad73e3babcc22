package dev.cnilab.cluster.containerd.ctr;

import dev.cnilab.cluster.goflag.GoFlagSet.Given;
import dev.cnilab.cluster.urfave.Flags;
import dev.cnilab.userland.process.Process;
import java.util.List;

/**
 * A command of one of ctr's groups, such as {@code list} of {@code containers}.
 *
 * @param names the first is the usual one
 * @param purpose one line about it
 * @param required the flag that it requires; empty if there is none
 */
record CtrCommand(List<String> names, String purpose, Flags flags, String required, Action action) {

  /** What it does in a namespace of containerd. */
  @FunctionalInterface
  interface Action {
    /** Returns the exit status. */
    int run(Process process, Given given, String namespace);
  }

  static CtrCommand of(String names, String purpose, Flags flags, Action action) {
    return new CtrCommand(List.of(names.split(" ")), purpose, flags, "", action);
  }

  CtrCommand requiring(String flag) {
    return new CtrCommand(names, purpose, flags, flag, action);
  }

  String help(String group) {
    return "NAME:\n   ctr %s %s - %s\n\nUSAGE:\n   ctr %s %s [flags]\n\nOPTIONS:\n%s\n"
        .formatted(group, names.getFirst(), purpose, group, names.getFirst(), flags.help());
  }
}
