package dev.cnilab.userland.netfilter.nft;

import dev.cnilab.netsim.nftables.data.Style;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.privilege.Capability;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import dev.cnilab.userland.stream.WholeText;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code nft} of nftables 1.0.6, as in Debian (nft(8)). */
public final class NftCommand implements Program {
  /** What is sent to the kernel without reading anything first. */
  private static final Pattern AT_ONCE =
      Pattern.compile("(add|create|flush) table [^;]+|flush ruleset[^;]*");

  private static final Map<Character, Style.Option> STYLES =
      Map.of(
          'a', Style.Option.HANDLES,
          's', Style.Option.STATELESS,
          't', Style.Option.TERSE,
          'y', Style.Option.NUMERIC_PRIORITY,
          'p', Style.Option.NUMERIC_PROTOCOL,
          'T', Style.Option.NUMERIC_TIME,
          'n', Style.Option.NUMERIC);

  /** Most commands first read what is there, which is refused as well. */
  private static String notPermitted(String command) {
    return AT_ONCE.matcher(command).matches()
        ? "Error: Could not process rule: Operation not permitted\n%s\n%s"
            .formatted(command, "^".repeat(command.length() + 1))
        : "Operation not permitted (you must be root)\n"
            + "netlink: Error: cache initialization failed: Operation not permitted";
  }

  @Override
  public int run(Process process) throws IOException {
    Options.Found found =
        Options.of(Invocation.ofDebian(process), "acfnpstyTu").stopAtOperand().parse();
    Optional<String> file = found.value('f');
    if (file.isEmpty() && found.operands().isEmpty()) {
      process.err().println("nft: no command specified");
      return 1;
    }
    List<String> late =
        found.operands().stream().filter(word -> word.matches("-[a-zA-Z-].*")).toList();
    if (file.isEmpty() && !late.isEmpty()) {
      tooLate(process, late.getFirst());
      return 1;
    }
    if (!process.credentials().can(Capability.NET_ADMIN)) {
      process.err().println(notPermitted(String.join(" ", found.operands())));
      return 1;
    }
    Style style = Style.PLAIN;
    for (Map.Entry<Character, String> option : found.options()) {
      Style.Option chosen = STYLES.get(option.getKey());
      style = chosen == null ? style : style.with(chosen);
    }
    NftScript script;
    if (file.isPresent()) {
      String source = file.get().equals("-") ? "/dev/stdin" : file.get();
      try {
        script = new NftScript(process.network(), source, read(process, file.get()), process);
      } catch (IOException unreadable) {
        process
            .err()
            .println(
                "internal:0:0-0: Error: Could not open file \""
                    + (file.get() + "\": " + reason(unreadable) + "\n\n"));
        return 1;
      }
    } else {
      script = new NftScript(process.network(), "", String.join(" ", found.operands()), process);
    }
    NftScript.Outcome outcome = found.has('c') ? script.check(style) : script.run(style);
    return switch (outcome) {
      case NftScript.Outcome.Done done -> {
        process.out().print(done.output());
        process.err().print(done.warnings());
        yield 0;
      }
      case NftScript.Outcome.Refused refused -> {
        process.err().println(refused.message());
        yield 1;
      }
    };
  }

  private static String read(Process process, String file) throws IOException {
    return file.equals("-")
        ? new String(process.in().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
        : WholeText.of(process.files(), file, process);
  }

  /** The error alone, without the path. */
  private static String reason(IOException unreadable) {
    String message = String.valueOf(unreadable.getMessage());
    return message.substring(message.lastIndexOf(": ") < 0 ? 0 : message.lastIndexOf(": ") + 2);
  }

  /** Reports an option after the command as an error; the marks below it go to the other stream. */
  private static void tooLate(Process process, String option) throws IOException {
    String line = String.join(" ", process.arguments()) + " ";
    int at = line.indexOf(" " + option + " ") + 1;
    int command = line.indexOf(' ');
    process.err().print("Error: syntax error, options must be specified before commands\n" + line);
    process
        .out()
        .println(
            "\n"
                + (" ".repeat(command) + "^")
                + " ".repeat(Math.max(0, at - command - 1))
                + "~".repeat(option.length()));
  }
}
