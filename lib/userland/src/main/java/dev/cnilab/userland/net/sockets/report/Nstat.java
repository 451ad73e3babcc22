package dev.cnilab.userland.net.sockets.report;

import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Manual;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.command.Options.Found;
import dev.cnilab.userland.command.pattern.ShellPattern;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.kernel.network.ProtocolCounters;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import dev.cnilab.userland.process.ProgramException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code nstat} of iproute2: what the protocols have counted since it was last called, which a file
 * remembers.
 */
public final class Nstat implements Program {
  private static final int MISTAKE = 255;

  /** Settings and a level rather than counters (misc/nstat.c, useless_numbers). */
  private static final Set<String> NOT_COUNTED =
      Set.of(
          "IpForwarding",
          "IpDefaultTTL",
          "TcpRtoAlgorithm",
          "TcpRtoMin",
          "TcpRtoMax",
          "TcpMaxConn",
          "TcpCurrEstab");

  @Override
  public int run(Process process) throws IOException {
    Found found = options(process);
    if (found.has('h')) {
      process.err().print(Manual.usage("nstat"));
      return MISTAKE;
    }
    SequencedMap<String, Long> now = counters(process);
    Map<String, Long> before =
        found.has('a') || found.has('r') ? Map.of() : remembered(process, history(process));
    SequencedMap<String, Long> since = new LinkedHashMap<>();
    now.forEach((name, value) -> since.put(name, value - before.getOrDefault(name, 0L)));
    since
        .entrySet()
        .removeIf(
            each ->
                (each.getValue() == 0 && !found.has('z'))
                    || !matches(each.getKey(), found.operands()));
    if (!found.has('n')) {
      process.out().print(found.has('j') ? json(since, found.has('p')) : table(since));
    }
    if (!found.has('s')) {
      process.files().write(history(process), table(now));
    }
    return 0;
  }

  private static Found options(Process process) throws ProgramException {
    return Options.of(Invocation.ofDebian(process), "hajnprsz").parse();
  }

  private static SequencedMap<String, Long> counters(Process process) {
    SequencedMap<String, Long> all = new LinkedHashMap<>();
    add(all, ProtocolCounters.basic(process.network()));
    add(all, ProtocolCounters.extended(process.network()));
    return all;
  }

  private static void add(SequencedMap<String, Long> all, List<ProtocolCounters> protocols) {
    for (ProtocolCounters protocol : protocols) {
      protocol
          .values()
          .forEach(
              (key, value) -> {
                String name = protocol.name() + key;
                if (!NOT_COUNTED.contains(name)) {
                  all.put(name, value);
                }
              });
    }
  }

  private static String history(Process process) {
    String named = process.environment().getOrDefault("NSTAT_HISTORY", "");
    return named.isEmpty() ? "/tmp/.nstat.u" + process.credentials().user() : named;
  }

  private static Map<String, Long> remembered(Process process, String path) throws IOException {
    Map<String, Long> values = new LinkedHashMap<>();
    try {
      for (String line : process.files().readText(path).lines().toList()) {
        String[] words = line.split("\\s+", -1);
        if (!line.startsWith("#") && words.length > 1 && words[1].matches("-?\\d{1,18}")) {
          values.put(words[0], Long.parseLong(words[1]));
        }
      }
    } catch (FileException nothingYet) {
      return Map.of();
    }
    return values;
  }

  private static boolean matches(String name, List<String> patterns) {
    return patterns.isEmpty()
        || patterns.stream().anyMatch(pattern -> ShellPattern.matches(pattern, name));
  }

  private static String table(SequencedMap<String, Long> values) {
    return "#kernel\n"
        + values.entrySet().stream()
            .map(each -> "%-32s%-16d%6.1f\n".formatted(each.getKey(), each.getValue(), 0.0))
            .collect(Collectors.joining());
  }

  private static String json(SequencedMap<String, Long> values, boolean pretty) {
    String before = pretty ? "\n        " : "";
    String after = pretty && !values.isEmpty() ? "\n    " : "";
    String colon = pretty ? ": " : ":";
    return values.entrySet().stream()
        .map(each -> before + "\"" + each.getKey() + "\"" + colon + each.getValue())
        .collect(
            Collectors.joining(
                ",",
                pretty ? "{\n    \"kernel\": {" : "{\"kernel\":{",
                after + (pretty ? "}\n}\n" : "}}\n")));
  }
}
