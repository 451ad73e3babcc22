package dev.cnilab.userland.netfilter;

import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.netfilter.rule.IptablesFailure;
import dev.cnilab.userland.privilege.Capability;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import dev.cnilab.userland.process.ProgramException;
import java.io.IOException;

/** {@code ip6tables-save}: no table is in use, because no IPv6 rules can be made here. */
public final class Ip6tablesSave implements Program {
  @Override
  public int run(Process process) throws IOException {
    Options.Found options = Options.of(Invocation.ofDebian(process), "c").parse();
    if (!options.operands().isEmpty()) {
      process.err().println("Unknown arguments found on commandline");
      return 1;
    } else if (!process.credentials().can(Capability.NET_ADMIN)) {
      ProgramException refused = IptablesFailure.notPermitted("ip6tables-save");
      process.err().println(refused.text());
      return refused.status();
    }
    return 0;
  }
}
