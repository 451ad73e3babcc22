package dev.cnilab.userland.netfilter;

import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.netfilter.rule.IptablesFailure;
import dev.cnilab.userland.privilege.Capability;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import dev.cnilab.userland.process.ProgramException;
import dev.cnilab.userland.stream.WholeText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * {@code iptables-restore} and {@code ip6tables-restore}, as in Debian's 1.8.9 over nf_tables: each
 * table is replaced as a whole at its COMMIT, or not at all.
 */
public final class IptablesRestore implements Program {
  private final Xtables family;

  public IptablesRestore(Xtables family) {
    this.family = family;
  }

  @Override
  public int run(Process process) throws IOException {
    Options.Found options =
        Options.of(Invocation.ofDebian(process), "cntvTwW" + family.letter()).parse();
    List<String> files = files(options);
    if (files.size() > 1) {
      process.err().println("Unknown arguments found on commandline");
      return 1;
    }
    Optional<List<String>> lines = lines(process, files);
    if (lines.isEmpty()) {
      return 1;
    }
    if (!process.credentials().can(Capability.NET_ADMIN)) {
      ProgramException refused = IptablesFailure.notPermitted(family.program() + "-restore");
      process.err().println(refused.text());
      return refused.status();
    }
    try {
      TableRestore restore = new TableRestore(process, family, options);
      lines.get().forEach(restore::add);
      restore.end();
      return 0;
    } catch (RestoreFailure failure) {
      process.err().println(family.named(failure.text()));
      return failure.status();
    }
  }

  /** The operands, but for the seconds that may follow {@code -w} as a word of their own. */
  private static List<String> files(Options.Found options) {
    List<String> files = options.operands();
    boolean waits = options.has('w') || options.has('W');
    return waits && !files.isEmpty() && files.getFirst().matches("[0-9.]+")
        ? files.subList(1, files.size())
        : files;
  }

  private static Optional<List<String>> lines(Process process, List<String> files)
      throws IOException {
    if (files.isEmpty()) {
      byte[] text = process.in().readAllBytes();
      return Optional.of(new String(text, StandardCharsets.UTF_8).lines().toList());
    }
    try {
      String path = process.resolve(files.getFirst());
      return Optional.of(WholeText.of(process.files(), path, process).lines().toList());
    } catch (FileException unreadable) {
      process.err().println("Can't open " + files.getFirst() + ": " + unreadable.error().text());
      return Optional.empty();
    }
  }
}
