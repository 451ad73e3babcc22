package dev.cnilab.netsim.link;

import dev.cnilab.netsim.kernel.TableMemory;

/**
 * The memory of a namespace's links.
 *
 * @param tables of all tables there
 * @param links of the links themselves
 * @param addresses of the addresses of all links
 */
public record LinkMemory(
    TableMemory tables, TableMemory.Entries links, TableMemory.Entries addresses) {
  /** The heap bytes of a link, about. */
  private static final int LINK = 4000;

  /** The heap bytes of an address of a link, about, without the routes to it. */
  private static final int ADDRESS = 250;

  static LinkMemory of(TableMemory tables) {
    return new LinkMemory(tables, tables.entries(LINK), tables.entries(ADDRESS));
  }
}
