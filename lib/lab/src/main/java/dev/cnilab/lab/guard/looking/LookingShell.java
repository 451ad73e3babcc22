package dev.cnilab.lab.guard.looking;

import dev.cnilab.lab.client.message.ExecResult;
import dev.cnilab.lab.text.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs lines of shell on a node without being able to change it. They run as a user who owns
 * nothing, who may read everything and capture packets, and who sees the node's files mounted
 * read-only. A command that cannot even read this way (iptables, crictl, …) records its words. If
 * {@link ExactCommands} knows that they only read, the command runs on the node as root, word by
 * word and without a shell, and the line runs again with its output. Because a line changes
 * nothing, running it twice does no harm.
 */
public final class LookingShell {

  /** The read-only mount point of the node's files in the pods that this runs in. */
  public static final String NODE = "/node";

  /** The only writable directory under {@link #NODE}, which belongs to the pod. */
  public static final String SCRATCH = "/dev/shm";

  /** The ID of a user who owns nothing. */
  private static final int NOBODY_ELSE = 64_953;

  private static final int MOST_ROUNDS = 6;

  private static final String WORD =
      "(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?";
  private static final Pattern COMMAND = Pattern.compile(WORD + "(?: " + WORD + ")*");

  private static final List<String> ASKING =
      List.of(
          "conntrack",
          "crictl",
          "ethtool",
          "groups",
          "id",
          "ip",
          "ip6tables",
          "ip6tables-save",
          "ipset",
          "iptables",
          "iptables-save",
          "journalctl",
          "nft",
          "nsenter",
          "systemctl",
          "whoami");

  /** The command to enter all namespaces of a node except the mount namespace. */
  private static final List<String> INTO_THE_NODE =
      List.of("nsenter", "-t", "1", "-m", "-u", "-i", "-n", "-p", "--");

  /** Runs a script in a pod. */
  @FunctionalInterface
  public interface Runner {
    ExecResult run(String script);
  }

  private final Runner confined;
  private final Runner privileged;

  /**
   * Creates a shell.
   *
   * @param confined runs a script as root without power over the node
   * @param privileged runs one with it; only called if a command needs that to read
   */
  public LookingShell(Runner confined, Runner privileged) {
    this.confined = confined;
    this.privileged = privileged;
  }

  /** Runs a line; the output is that of its commands. */
  public ExecResult run(String line) {
    Map<String, List<String>> known = new LinkedHashMap<>();
    for (int round = 1; ; round++) {
      boolean needed = known.values().stream().anyMatch(LookingShell::mayRun);
      String mark = "--- asked " + UUID.randomUUID();
      ExecResult result = (needed ? privileged : confined).run(script(line, known, mark));
      int end = result.err().lastIndexOf(mark);
      Map<String, List<String>> asked =
          end < 0 ? Map.of() : asked(result.err().substring(end + mark.length()));
      if (known.keySet().containsAll(asked.keySet()) || round == MOST_ROUNDS) {
        String said = end < 0 ? result.err() : result.err().substring(0, end);
        return new ExecResult(result.out(), said, result.status());
      }
      known.putAll(asked);
    }
  }

  private static boolean mayRun(List<String> words) {
    return ExactCommands.looks(words) || NamespaceDoor.of(words).isPresent();
  }

  /**
   * The commands of a list, each in one line: its words in Base64, separated by blanks. The line
   * that ran can write such a list as well, so nothing of it becomes a part of a script.
   */
  private static Map<String, List<String>> asked(String list) {
    Map<String, List<String>> asked = new LinkedHashMap<>();
    list.lines()
        .filter(line -> !line.isEmpty() && COMMAND.matcher(line).matches())
        .forEach(line -> asked.put(Sha256.hex(line), words(line)));
    return asked;
  }

  private static List<String> words(String line) {
    return Stream.of(line.split(" ", -1)).map(LookingShell::decoded).toList();
  }

  private static String decoded(String word) {
    return new String(Base64.getDecoder().decode(word), StandardCharsets.UTF_8);
  }

  private static String script(String line, Map<String, List<String>> known, String mark) {
    String inNode = SCRATCH + "/cnilab." + UUID.randomUUID();
    String here = NODE + inNode;
    StringBuilder script = new StringBuilder();
    // What a line has left running cannot put links in the place of root's files.
    script.append("chmod 1777 %s\n".formatted(NODE + SCRATCH));
    script.append("mkdir %s %s/bin %s/answers\n".formatted(here, here, here));
    script.append(": >%s/asked; chmod 0622 %s/asked\n".formatted(here, here));
    script.append("printf %s ").append(quoted(ask())).append(" >" + here + "/bin/.ask\n");
    script.append("chmod 0755 ").append(here).append("/bin/.ask\n");
    script.append(
        "for each in %s; do cp %s/bin/.ask %s/bin/$each; chmod 0755 %s/bin/$each; done\n"
            .formatted(String.join(" ", ASKING), here, here, here));
    known.forEach((key, words) -> script.append(answer(here + "/answers/" + key, words)));
    script.append(
        "TMPDIR=%s PATH=%s/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin %s chroot %s sh -c %s\n"
            .formatted(SCRATCH, inNode, asLooker(), NODE, quoted(line)));
    script.append(
        "status=$?; if [ -s %s/asked ]; then { echo '%s'; sort -u %s/asked; } >&2; fi\n"
            .formatted(here, mark, here));
    return script.append("rm -rf %s; exit $status\n".formatted(here)).toString();
  }

  private static String answer(String file, List<String> words) {
    if (!mayRun(words)) {
      return "echo >" + file + ".refused\n";
    }
    return "%s >%s.out 2>%s.err </dev/null; echo $? >%s.status\n"
        .formatted(command(words), file, file, file);
  }

  private static String command(List<String> words) {
    return NamespaceDoor.of(words)
        .map(
            door ->
                ExactCommands.looks(door.command())
                    ? typed(INTO_THE_NODE) + " " + typed(words)
                    : "nsenter -t %s -n -- %s chroot %s %s"
                        .formatted(door.pid(), asLooker(), NODE, typed(door.command())))
        .orElseGet(() -> typed(INTO_THE_NODE) + " " + typed(words));
  }

  private static String asLooker() {
    String capabilities = "-all,+dac_read_search,+net_raw,+sys_chroot";
    return "setpriv --no-new-privs --reuid %d --regid %d --clear-groups --bounding-set %s --inh-caps %s --ambient-caps %s"
        .formatted(NOBODY_ELSE, NOBODY_ELSE, capabilities, capabilities, capabilities);
  }

  private static String typed(List<String> words) {
    return words.stream().map(LookingShell::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  private static String ask() {
    try (InputStream in =
        Objects.requireNonNull(LookingShell.class.getResourceAsStream("ask.sh"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
