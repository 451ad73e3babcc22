package dev.cnilab.lab.diagnosis.evidence;

import dev.cnilab.lab.cni.NodeCni;
import dev.cnilab.lab.shell.Node;
import dev.cnilab.lab.text.CommandLine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A node as it was examined.
 *
 * @param sections the output for each place
 */
public record NodePicture(Node node, NodeCni cni, Map<String, String> sections) {

  public NodePicture {
    sections = Map.copyOf(sections);
  }

  public String name() {
    return node.name();
  }

  public String where() {
    return "node " + node.name();
  }

  public List<String> lines(String section) {
    return sections.getOrDefault(section, "").lines().toList();
  }

  /** The first line of a section that matches. */
  public Optional<String> line(String section, String pattern) {
    Pattern wanted = Pattern.compile(pattern);
    return lines(section).stream().filter(line -> wanted.matcher(line).find()).findFirst();
  }

  public boolean has(String section, String pattern) {
    return line(section, pattern).isPresent();
  }

  /** The table of iptables that a line of {@code iptables-save} is of. */
  public String table(String line) {
    List<String> lines = lines("filter");
    return lines.subList(0, Math.max(0, lines.indexOf(line))).stream()
        .filter(each -> each.startsWith("*"))
        .reduce((earlier, later) -> later)
        .map(each -> each.substring(1))
        .orElse("filter");
  }

  /** The command that deletes a rule of {@code iptables-save} there. */
  public String withoutRule(String line) {
    return change("iptables -t %s %s".formatted(table(line), line.replaceFirst("^-A", "-D")));
  }

  /** Whether a link exists and is not up. */
  public boolean isDown(String link) {
    return has("links", "^\\d+: \\Q" + link + "\\E(@\\S+)?: <(?![^>]*\\bUP\\b)");
  }

  /** Whether a link exists. */
  public boolean hasLink(String link) {
    return has("links", "^\\d+: \\Q" + link + "\\E[@:]");
  }

  /** Whether a link has an address. */
  public boolean isAddressed(String link) {
    return has("addresses", " \\Q" + link + "\\E +inet ");
  }

  /** The link with the node's own address, empty if there is none. */
  public Optional<String> uplink() {
    return line("addresses", " inet \\Q" + node.ip() + "\\E/")
        .map(line -> line.split("\\s+", -1)[1]);
  }

  /** The command to type to look at a place there. */
  public String look(String line) {
    return typed(line);
  }

  /** The commands that change something there; empty if nothing is to be changed. */
  public String change(String line) {
    return line.isEmpty() ? "" : typed(line);
  }

  private String typed(String line) {
    return "./lab node " + name() + " -- " + CommandLine.typed(List.of(line));
  }

  /** The plugin that is called first, empty if there is none. */
  public String plugin() {
    return cni.winner().map(file -> file.plugins().stream().findFirst().orElse("")).orElse("");
  }

  /** The bridge that connects the node's pods; empty if each pod has a route of its own. */
  public Optional<String> bridge() {
    return usesBridge()
        ? Optional.of("cni0")
        : plugin().equals("weave-net") ? Optional.of("weave") : Optional.empty();
  }

  /** Whether the pods of the node's podCIDR are on a bridge cni0. */
  public boolean usesBridge() {
    return plugin().equals("flannel") || plugin().equals("bridge");
  }
}
