package dev.cnilab.lab.guard.looking;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** When netfilter commands are read-only. */
final class FilterCommands {
  private static final AdmittedWords SAVE =
      new AdmittedWords(Set.of("-c", "--counters"), Set.of("-t", "--table"), AdmittedWords.NONE, 0);

  private static final AdmittedWords LISTED =
      new AdmittedWords(
          Set.of(
              "-n",
              "--numeric",
              "-v",
              "--verbose",
              "-x",
              "--exact",
              "--line-numbers",
              "-w",
              "--wait",
              "-nv",
              "-vn",
              "-nvx"),
          Set.of("-t", "--table"),
          Pattern.compile("[\\w.:+-]+"),
          2);

  private static final Set<String> LISTS =
      Set.of(
          "-L",
          "-S",
          "--list",
          "--list-rules",
          "-nL",
          "-vL",
          "-nvL",
          "-vnL",
          "-nvxL",
          "-vS",
          "-Ln",
          "-Lnv",
          "-Lv",
          "-Lvn");

  private static final Set<String> CHECKS = Set.of("-C", "--check");

  private static final Set<String> OF_RULES =
      Set.of(
          "-t",
          "--table",
          "-p",
          "--protocol",
          "-s",
          "--source",
          "-d",
          "--destination",
          "-i",
          "--in-interface",
          "-o",
          "--out-interface",
          "-m",
          "--match",
          "-j",
          "--jump",
          "-w",
          "--wait",
          "--sport",
          "--source-port",
          "--sports",
          "--dport",
          "--destination-port",
          "--dports",
          "--icmp-type",
          "--tcp-flags",
          "--syn",
          "--comment",
          "--ctstate",
          "--state",
          "--mark",
          "--match-set",
          "--src-type",
          "--dst-type",
          "--limit",
          "--limit-burst",
          "--mode",
          "--probability",
          "--physdev-in",
          "--physdev-out",
          "--physdev-is-bridged",
          "--set-xmark",
          "--set-mark",
          "--to-destination",
          "--to-source",
          "--to-ports",
          "--random-fully",
          "--reject-with",
          "--set-mss",
          "--clamp-mss-to-pmtu");

  private FilterCommands() {}

  static boolean save(List<String> words) {
    return SAVE.admits(words);
  }

  static boolean ipset(List<String> words) {
    return List.of("list", "save", "-L", "-S").contains(AdmittedWords.first(words))
        && AdmittedWords.namesOnly(words);
  }

  /** Whether there is exactly one listing command, or a rule is only checked. */
  static boolean iptables(List<String> words) {
    List<String> rest = words.stream().filter(word -> !LISTS.contains(word)).toList();
    List<String> rule = words.stream().filter(word -> !CHECKS.contains(word)).toList();
    boolean lists = rest.size() == words.size() - 1 && LISTED.admits(rest);
    boolean checks = rule.size() == words.size() - 1;
    return lists || (checks && rule.stream().allMatch(FilterCommands::describesRule));
  }

  /** Whether a word is a known option of rules, or no option. */
  private static boolean describesRule(String word) {
    return !word.startsWith("-") || OF_RULES.contains(word);
  }

  static boolean nft(List<String> words) {
    List<String> rest =
        words.stream().dropWhile(Set.of("-a", "-n", "-nn", "-j", "-s", "-y")::contains).toList();
    return AdmittedWords.first(rest).equals("list")
        && rest.stream().skip(1).allMatch(word -> AdmittedWords.NAME.matcher(word).matches());
  }

  static boolean conntrack(List<String> words) {
    return Set.of("-L", "-C", "-S", "--dump", "--count", "--stats")
            .contains(AdmittedWords.first(words))
        && words.stream()
            .skip(1)
            .allMatch(
                word ->
                    Set.of(
                                "-p",
                                "-s",
                                "-d",
                                "-o",
                                "-f",
                                "--sport",
                                "--dport",
                                "--orig-src",
                                "--orig-dst",
                                "--src",
                                "--dst",
                                "-n",
                                "-j")
                            .contains(word)
                        || (AdmittedWords.ADDRESS.matcher(word).matches()
                            && !word.startsWith("-")));
  }
}
