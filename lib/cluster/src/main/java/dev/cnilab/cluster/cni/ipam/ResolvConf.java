package dev.cnilab.cluster.cni.ipam;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.log.GoFile;
import dev.cnilab.cluster.log.GoPathException;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.util.List;

/** A node's {@code resolv.conf} as the result's {@code dns}: {@code parseResolvConf}. */
final class ResolvConf {
  private ResolvConf() {}

  static ObjectNode read(MountNamespace files, String path) throws CniException {
    String text;
    try {
      text = GoFile.text(files, path);
    } catch (GoPathException refused) {
      throw new CniException(refused.text());
    }
    ObjectNode dns = JsonNodeFactory.instance.objectNode();
    for (String line : text.lines().map(String::strip).toList()) {
      List<String> words = List.of(line.split("\\s+"));
      if (words.size() > 1 && !line.startsWith("#") && !line.startsWith(";")) {
        add(dns, words.getFirst(), words.subList(1, words.size()));
      }
    }
    return dns;
  }

  private static void add(ObjectNode dns, String keyword, List<String> values) {
    switch (keyword) {
      case "nameserver" -> dns.withArray("nameservers").add(values.getFirst());
      case "domain" -> dns.put("domain", values.getFirst());
      case "search", "options" -> values.forEach(dns.withArray(keyword)::add);
      default -> {}
    }
  }
}
