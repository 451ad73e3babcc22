package dev.cnilab.userland.netfilter.rule.parser;

import dev.cnilab.userland.netfilter.rule.IptablesFailure;
import dev.cnilab.userland.netfilter.rule.LongOptions;
import dev.cnilab.userland.process.ProgramException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The options of a rule that were given so far: most may be given once, and some exclude others.
 */
final class GivenOptions {
  private static final Map<String, String> FLAGS =
      Map.ofEntries(
          Map.entry("-s", "-s"),
          Map.entry("--source", "-s"),
          Map.entry("--src", "-s"),
          Map.entry("-d", "-d"),
          Map.entry("--destination", "-d"),
          Map.entry("--dst", "-d"),
          Map.entry("-i", "-i"),
          Map.entry("--in-interface", "-i"),
          Map.entry("-o", "-o"),
          Map.entry("--out-interface", "-o"),
          Map.entry("-p", "-p"),
          Map.entry("--protocol", "-p"),
          Map.entry("-f", "-f"),
          Map.entry("--fragments", "-f"));

  private static final Map<String, String> FULL =
      Map.of(
          "--sport", "--source-port",
          "--dport", "--destination-port",
          "--sports", "--source-ports",
          "--dports", "--destination-ports");

  /** Options of which only one may be given, in the order in which they are reported. */
  private static final Map<String, List<String>> EXCLUSIVE =
      Map.ofEntries(
          Map.entry("multiport", List.of("--source-ports", "--destination-ports", "--ports")),
          Map.entry("ttl", List.of("--ttl-lt", "--ttl-gt", "--ttl-eq")),
          Map.entry("recent", List.of("--set", "--rcheck", "--update", "--remove")),
          Map.entry("dscp", List.of("--dscp", "--dscp-class")),
          Map.entry("connlimit", List.of("--connlimit-upto", "--connlimit-above")),
          Map.entry("hashlimit", List.of("--hashlimit-upto", "--hashlimit-above")),
          Map.entry(
              "MARK",
              List.of("--set-xmark", "--set-mark", "--and-mark", "--or-mark", "--xor-mark")),
          Map.entry("TTL", List.of("--ttl-set", "--ttl-dec", "--ttl-inc")),
          Map.entry("TCPMSS", List.of("--set-mss", "--clamp-mss-to-pmtu")));

  /** Not parsed by xtables' common code, so that it has error messages of its own. */
  private static final String TCP = "tcp";

  /** Options of matches that take no exclamation mark; those of a target never do. */
  private static final Set<String> UPRIGHT =
      Set.of(
          "comment--comment",
          "limit--limit",
          "limit--limit-burst",
          "statistic--mode",
          "statistic--packet",
          "conntrack--ctdir");

  private final Set<String> given = new HashSet<>();

  /**
   * Notes an option.
   *
   * @param extensions those whose options are known
   * @throws ProgramException if it was given before
   */
  void take(String option, Set<String> extensions) throws ProgramException {
    String flag = FLAGS.get(option);
    if (flag != null) {
      if (!given.add(flag)) {
        throw IptablesFailure.usage("multiple " + flag + " flags not allowed");
      }
      return;
    }
    Optional<String> extension = LongOptions.extensionOf(option, extensions);
    if (extension.isPresent()) {
      takeOf(extension.get(), FULL.getOrDefault(option, option));
    }
  }

  /**
   * Checks an option that follows an exclamation mark.
   *
   * @param extensions those whose options are known
   * @throws ProgramException if it cannot be inverted
   */
  void requireInvertible(String option, Set<String> extensions) throws ProgramException {
    Optional<String> extension = LongOptions.extensionOf(option, extensions);
    if (extension.isPresent() && isUpright(extension.get(), option)) {
      throw IptablesFailure.usage(
          extension.get() + ": option \"" + option + "\" cannot be inverted.\n");
    }
  }

  private static boolean isUpright(String extension, String option) {
    return Character.isUpperCase(extension.charAt(0)) || UPRIGHT.contains(extension + option);
  }

  private void takeOf(String extension, String option) throws ProgramException {
    if (!extension.equals(TCP)) {
      if (!given.add(extension + option)) {
        throw IptablesFailure.usage(
            extension + ": option \"" + option + "\" can only be used once.\n");
      }
    } else if (List.of("--syn", "--tcp-flags").contains(option)) {
      if (!given.add("tcp flags")) {
        throw IptablesFailure.usage("Only one of `--syn' or `--tcp-flags'  allowed");
      }
    } else if (!given.add(extension + option)) {
      throw IptablesFailure.usage("Only one `" + option + "' allowed");
    }
  }

  /** Begins with an extension's options again, which {@code -m} loads once more. */
  void load(String extension) {
    given.removeIf(each -> each.startsWith(extension + "-") || each.equals("tcp flags"));
  }

  /** Whether an option of an extension was given. */
  boolean has(String extension, String option) {
    return given.contains(extension + option);
  }

  /**
   * Checks that no two options exclude each other.
   *
   * @throws ProgramException if two do
   */
  void requireCompatible() throws ProgramException {
    for (Map.Entry<String, List<String>> each : EXCLUSIVE.entrySet()) {
      List<String> both =
          each.getValue().stream().filter(option -> has(each.getKey(), option)).toList();
      if (both.size() > 1) {
        throw IptablesFailure.usage(
            each.getKey()
                + (": option \"" + both.get(0) + "\" cannot be used together with \"")
                + (both.get(1) + "\".\n"));
      }
    }
  }
}
