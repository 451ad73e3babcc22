package dev.cnilab.userland.netfilter;

import dev.cnilab.userland.coreutils.file.Users;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.netfilter.rule.Accounts;
import java.util.Optional;

/** The users and groups in the files of a machine, read when a rule names one. */
record MachineAccounts(MountNamespace files) implements Accounts {
  @Override
  public Optional<Long> user(String name) {
    return new Users(files).userNumber(name);
  }

  @Override
  public Optional<Long> group(String name) {
    return new Users(files).groupNumber(name);
  }
}
