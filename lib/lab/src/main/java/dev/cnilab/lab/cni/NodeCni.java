package dev.cnilab.lab.cni;

import dev.cnilab.lab.shell.Output;
import dev.cnilab.lab.shell.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The CNI configuration of one node.
 *
 * @param files in /etc/cni/net.d, in the order in which a container runtime sorts them
 * @param binaries executables in /opt/cni/bin
 */
public record NodeCni(String node, List<ConfigFile> files, List<String> binaries, Output output) {

  private static final String FILE = "### ";
  private static final String BINARIES = "### binaries";

  /**
   * A single call for everything; a header before each file separates them. A name that begins with
   * a dot counts, too: libcni's ConfFiles looks at endings only. Programs may be links, as those of
   * k3s are.
   */
  private static final String LOOK =
      "for f in /etc/cni/net.d/.[!.]* /etc/cni/net.d/*; do [ -f \"$f\" ] && echo \"### $f\" && cat"
          + " \"$f\" && echo; done; echo \""
          + BINARIES
          + "\"; ls -laL /opt/cni/bin";

  private static final Pattern EXECUTABLE = Pattern.compile("-..x\\S* .* (\\S+)");

  public NodeCni {
    files = List.copyOf(files);
    binaries = List.copyOf(binaries);
  }

  /** Reads a node's configuration. */
  public static NodeCni of(Place node) {
    return of(node.name(), node::sh);
  }

  /**
   * Reads a node's configuration.
   *
   * @param shell runs a line there
   */
  public static NodeCni of(String node, Function<String, Output> shell) {
    return read(node, shell.apply(LOOK));
  }

  static NodeCni read(String node, Output output) {
    List<ConfigFile> files = new ArrayList<>();
    List<String> binaries = new ArrayList<>();
    String name = "";
    StringBuilder text = new StringBuilder();
    for (String line : output.lines()) {
      Matcher executable = EXECUTABLE.matcher(line);
      if (line.startsWith(FILE)) {
        addFile(files, name, text);
        name = line.substring(FILE.length());
        text.setLength(0);
      } else if (!FILE.concat(name).equals(BINARIES)) {
        text.append(line).append('\n');
      } else if (executable.matches()) {
        binaries.add(executable.group(1));
      }
    }
    files.sort(Comparator.comparing(ConfigFile::name));
    return new NodeCni(node, files, binaries, output);
  }

  private static void addFile(List<ConfigFile> files, String path, StringBuilder text) {
    if (!path.isEmpty()) {
      files.add(new ConfigFile(path.replaceAll(".*/", ""), text.toString()));
    }
  }

  /** The file that containerd uses: the first one it considers. */
  public Optional<ConfigFile> winner() {
    return files.stream().filter(ConfigFile::isConsidered).findFirst();
  }

  /**
   * The file that the CNI's own agent wrote, even if a copy sorts before it: the one named after
   * its plugin, with the shortest name.
   */
  public Optional<ConfigFile> original() {
    return files.stream()
        .filter(ConfigFile::isConsidered)
        .min(
            Comparator.comparing((ConfigFile file) -> !file.isNamedAfterPlugin())
                .thenComparing(file -> file.name().length()));
  }

  /**
   * Which file the agent's own is passed over for, even if it says the same: what the agent writes
   * from then on has no effect.
   */
  public Optional<String> inPlaceOfTheOriginal() {
    String original = original().map(ConfigFile::name).orElse("");
    return winner()
        .map(ConfigFile::name)
        .filter(used -> !used.equals(original))
        .map(used -> used + " is used in place of " + original);
  }

  /** Whether the winning file calls the flannel plugin. */
  public boolean usesFlannel() {
    return winner().filter(file -> file.plugins().contains("flannel")).isPresent();
  }

  /** Plugins of the winning file that have no binary. */
  public List<String> missingBinaries() {
    return winner().map(ConfigFile::plugins).orElse(List.of()).stream()
        .filter(plugin -> !binaries.contains(plugin))
        .toList();
  }

  /** What is wrong with it, as far as the files alone show. */
  public Optional<String> problem() {
    if (winner().isEmpty()) {
      return Optional.of("no .conf, .conflist or .json file in /etc/cni/net.d");
    }
    ConfigFile winner = winner().get();
    Optional<String> unreadable = winner.problem().map(why -> winner.name() + " is " + why);
    return unreadable.or(
        () ->
            missingBinaries().stream()
                .findFirst()
                .map(
                    name ->
                        winner.name()
                            + " calls "
                            + name
                            + ", but /opt/cni/bin has no such executable"));
  }
}
