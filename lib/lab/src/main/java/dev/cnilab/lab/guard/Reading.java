package dev.cnilab.lab.guard;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells lines of shell that only look from those that may change something. It errs to one side:
 * what it does not know may change something.
 */
final class Reading {

  private static final Set<String> COMMANDS =
      Set.of(
          "cat",
          "ls",
          "grep",
          "head",
          "tail",
          "wc",
          "sort",
          "uniq",
          "cut",
          "tr",
          "stat",
          "readlink",
          "du",
          "df",
          "id",
          "uname",
          "date",
          "ps",
          "pgrep",
          "echo",
          "printf",
          "true",
          "false",
          "test",
          "[",
          "sleep",
          "cd",
          "pwd",
          "diff",
          "md5sum",
          "sha256sum",
          "base64",
          "jq",
          "od",
          "hexdump",
          "journalctl",
          "dmesg",
          "ping",
          "arping",
          "traceroute",
          "tracepath",
          "ss",
          "netstat",
          "dig",
          "nslookup",
          "host",
          "getent",
          "iptables-save",
          "hostname",
          "basename",
          "dirname",
          "command",
          "which",
          "fi",
          "done",
          "}",
          ")",
          "for",
          "seq",
          "free",
          "uptime",
          "mount");

  /** Commands of which some uses change something, and the words by which those are known. */
  private static final Map<String, Pattern> UNLESS =
      Map.of(
          "ip",
              Pattern.compile("\\b(add|del|delete|set|change|replace|append|flush|exec|attach)\\b"),
          "bridge", Pattern.compile("\\b(add|del|delete|set|append|replace|flush)\\b"),
          "brctl", Pattern.compile("^brctl (?!show)"),
          "sed", Pattern.compile(" (-i|--in-place|-n?i)|\\bw "),
          "find", Pattern.compile(" -(delete|exec|ok|fprint|fls)"),
          "sysctl", Pattern.compile("-w|=|-p"),
          "systemctl", Pattern.compile("^systemctl (?!status|is-active|show|cat|list-)"),
          "crictl",
              Pattern.compile("^crictl (?!info|ps|pods|inspect|images|img|logs|version|stats)"),
          "iptables",
              Pattern.compile("^(?!.* -(L|S|nL|vnL|nvL|-list)).*$| -(A|I|D|F|X|N|P|Z|R|E)\\b"),
          "tcpdump", Pattern.compile(" -w (?!/tmp/cnilab\\.\\w+( |$))"));

  private static final Map<String, Pattern> ONLY_IF =
      Map.of(
          "pkill", Pattern.compile("^pkill -INT -f '\\[t\\]cpdump"),
          "conntrack", Pattern.compile("^conntrack -(L|C|S)"),
          "ipset", Pattern.compile("^ipset (list|save|-L)"),
          "nft", Pattern.compile("^nft (-\\S+ )*list"),
          "curl", Pattern.compile("^curl (?!.*(-o|-O|--output|-X|-d|--data))"),
          "ethtool", Pattern.compile("^ethtool (-[ikS] )?[\\w.@-]+$"));

  private static final Pattern HARMLESS_REDIRECT =
      Pattern.compile("[12&]?>\\s*(/dev/null|&[12]|/tmp/cnilab\\.\\w+(?![\\w./]))");
  private static final Pattern SEPARATOR = Pattern.compile("[|&;\\n]+");
  private static final Pattern KEYWORD = Pattern.compile("^((do|then|else|if|while)\\b|[!({]) *");
  private static final Pattern NSENTER =
      Pattern.compile("^nsenter( -[a-zA-Z]| --\\w+(=\\S+)?| -t \\d+| \\d+| --)+ ");

  private Reading() {}

  /** Whether a line of shell is known to change nothing. */
  static boolean only(String line) {
    String quiet = HARMLESS_REDIRECT.matcher(line).replaceAll("");
    if (quiet.contains(">") || quiet.contains("`") || quiet.contains("$(")) {
      return false;
    }
    List<String> commands = Arrays.stream(SEPARATOR.split(quiet)).map(String::strip).toList();
    return commands.stream().filter(command -> !command.isEmpty()).allMatch(Reading::looks);
  }

  private static boolean looks(String command) {
    String bare = KEYWORD.matcher(command).replaceFirst("");
    if (!bare.equals(command)) {
      return bare.isEmpty() || looks(bare);
    }
    String plain = NSENTER.matcher(command).replaceFirst("");
    String name = plain.replaceFirst("\\s.*$", "");
    if (UNLESS.containsKey(name)) {
      return !UNLESS.get(name).matcher(plain).find();
    }
    return ONLY_IF.containsKey(name)
        ? ONLY_IF.get(name).matcher(plain).find()
        : COMMANDS.contains(name);
  }
}
