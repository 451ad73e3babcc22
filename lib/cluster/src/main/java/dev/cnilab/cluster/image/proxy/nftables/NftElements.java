package dev.cnilab.cluster.image.proxy.nftables;

import dev.cnilab.netsim.nftables.NftTable;
import dev.cnilab.netsim.nftables.data.DataType;
import dev.cnilab.netsim.nftables.data.Style;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The wanted elements of sets and maps; existing ones are left alone. */
final class NftElements {
  private static final List<String> SETS =
      List.of(
          "cluster-ips",
          "service-ips",
          "firewall-ips",
          "no-endpoint-services",
          "no-endpoint-nodeports",
          "service-nodeports",
          "hairpin-connections");

  private final Map<String, Map<String, String>> wanted = new LinkedHashMap<>();

  /** Adds an element in nft's notation: its key, and the rest after it. */
  void add(String set, String key, String rest) {
    wanted.computeIfAbsent(set, name -> new LinkedHashMap<>()).put(key, rest);
  }

  /** Writes the difference between these and the elements of a table. */
  void write(NftTransaction tx, java.util.Optional<NftTable> table) {
    for (String name : SETS) {
      Map<String, String> present = table.map(known -> read(known, name)).orElse(Map.of());
      Map<String, String> after = wanted.getOrDefault(name, Map.of());
      present.forEach(
          (key, rest) -> {
            if (!rest.equals(verdict(after.getOrDefault(key, "gone")))) {
              tx.command("delete element", name + " { " + key + " }");
            }
          });
      after.forEach(
          (key, rest) -> {
            if (!verdict(rest).equals(present.get(key))) {
              tx.command("add element", name + " { " + key + rest + " }");
            }
          });
    }
  }

  /** The verdict of an element, without its comment. */
  private static String verdict(String rest) {
    return rest.substring(Math.max(0, rest.lastIndexOf(" : ")));
  }

  private static Map<String, String> read(NftTable table, String name) {
    Map<String, String> present = new LinkedHashMap<>();
    table
        .set(name)
        .ifPresent(
            set ->
                set.elements()
                    .entries()
                    .forEach(
                        entry ->
                            present.put(
                                DataType.text(
                                    set.declaration().type().key(),
                                    entry.element().key(),
                                    Style.PLAIN),
                                entry.element().mapped() == null
                                    ? ""
                                    : " : " + entry.element().mapped().text(Style.PLAIN))));
    return present;
  }
}
