package dev.cnilab.cluster.image.coredns.corefile;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Digest;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A Corefile: the servers it defines (github.com/coredns/caddy/caddyfile). */
public record Corefile(List<ServerBlock> blocks) {
  public Corefile {
    blocks = List.copyOf(blocks);
  }

  /**
   * Parses a file without checking the names of plugins.
   *
   * @param files where the files are that it imports
   * @param warnings receive what it asks for in vain
   * @throws CorefileException if braces do not match, or something to import is missing
   */
  public static Corefile parse(
      String path, String text, MountNamespace files, Consumer<String> warnings)
      throws CorefileException {
    return new Corefile(
        new CorefileParser(
                path, CorefileToken.of(text, ""), new CorefileImports(path, files, warnings))
            .blocks());
  }

  /** The hash by which the plugin reload tells configurations apart. */
  public String sha512() {
    ArrayNode all = Json.array();
    for (ServerBlock block : blocks) {
      ObjectNode json = all.addObject();
      block.keys().forEach(json.putArray("Keys")::add);
      Map<String, ArrayNode> tokens = new TreeMap<>();
      for (Directive directive : block.directives()) {
        ArrayNode list = tokens.computeIfAbsent(directive.name(), name -> Json.array());
        directive
            .tokens()
            .forEach(
                token ->
                    list.addObject()
                        .put("File", token.file())
                        .put("Line", token.line())
                        .put("Text", token.text()));
      }
      ObjectNode byName = json.putObject("Tokens");
      tokens.forEach(byName::set);
    }
    return Digest.SHA_512.hex(Json.text(all));
  }
}
