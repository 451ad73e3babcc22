package dev.cnilab.userland.net.ifupdown;

import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The contents of interfaces(5).
 *
 * @param automatic the interfaces that {@code ifup -a} brings up, in order
 */
record InterfacesFile(List<String> automatic, Map<String, Stanza> stanzas) {
  static final String PATH = "/etc/network/interfaces";

  /** Reads the file; an error names the line. */
  static InterfacesFile read(MountNamespace files) throws IOException {
    InterfacesFile all = new InterfacesFile(new ArrayList<>(), new LinkedHashMap<>());
    Stanza open = null;
    int number = 0;
    for (String line : files.readText(PATH).lines().toList()) {
      number++;
      String[] words = line.strip().split("\\s+", 2);
      String rest = words.length < 2 ? "" : words[1];
      switch (words[0].startsWith("#") ? "" : words[0]) {
        case "" -> {}
        case "auto", "allow-auto" -> {
          all.automatic.addAll(List.of(rest.split("\\s+")));
          open = null;
        }
        case "iface" -> {
          open = stanza(rest, number);
          all.stanzas.put(open.name(), open);
        }
        default -> {
          if (open == null) {
            throw new IOException(PATH + ":" + number + ": misplaced option");
          }
          open.options().add(Map.entry(words[0], rest));
        }
      }
    }
    return all;
  }

  private static Stanza stanza(String words, int number) throws IOException {
    String[] fields = words.split("\\s+", -1);
    if (fields.length != 3 || !fields[1].equals("inet")) {
      throw new IOException(
          PATH
              + ":"
              + number
              + ": only 'iface NAME inet METHOD' is known here, not: iface "
              + words);
    }
    return new Stanza(fields[0], fields[2], new ArrayList<>());
  }
}
