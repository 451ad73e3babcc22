package dev.cnilab.userland.kernel.network.route;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.link.LinkAddress.Scope;
import dev.cnilab.netsim.route.Route;
import dev.cnilab.netsim.route.fib.Fib;
import dev.cnilab.netsim.route.fib.RouteTable;
import dev.cnilab.userland.kernel.GeneratedText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * /proc/net/fib_trie and /proc/net/fib_triestat: the routing tables as Linux keeps them. The trie
 * is that of these routes added in order; what deleted routes would have left behind is not in it.
 */
public final class TrieText {
  private static final int LEAF_BYTES = 48;
  private static final int NODE_BYTES = 40;
  private static final int ROUTE_BYTES = 56;
  private static final int POINTER_BYTES = 8;
  private static final int KIB = 1024;

  private TrieText() {}

  /** The content of /proc/net/fib_trie in a namespace. */
  public static void of(NetworkNamespace network, GeneratedText text) {
    forEach(
        network,
        text,
        (number, trie) -> {
          text.line(title(number) + ":");
          add(trie.root(), "", text);
        });
  }

  /** The content of /proc/net/fib_triestat in a namespace. */
  public static void statistics(NetworkNamespace network, GeneratedText text) {
    text.line(
        "Basic info: size of leaf: %d bytes, size of tnode: %d bytes."
            .formatted(LEAF_BYTES, NODE_BYTES));
    forEach(
        network,
        text,
        (number, trie) -> {
          Census census = new Census();
          census.count(trie.root(), 0);
          text.line(title(number) + ":").line(census.text());
        });
  }

  private static String title(int number) {
    return switch (number) {
      case Fib.LOCAL -> "Local";
      case Fib.MAIN -> "Main";
      default -> "Id " + number;
    };
  }

  /** Until rules are changed, local and main are one trie (fib_trie_unmerge). */
  private static void forEach(
      NetworkNamespace network, GeneratedText text, BiConsumer<Integer, Trie<Route>> action) {
    Map<Integer, RouteTable> inOrder = new TreeMap<>(Comparator.comparing(TrieText::bucket));
    inOrder.putAll(network.routeTables());
    boolean merged = network.rules().areInitial();
    inOrder.forEach(
        (number, table) -> {
          List<Route> routes = new ArrayList<>(table.list());
          if (merged && number == Fib.MAIN) {
            routes.addAll(0, network.localRoutes().list());
          } else if (merged && number == Fib.LOCAL) {
            routes.addAll(network.routes().list());
          }
          action.accept(number, trie(routes, text));
        });
  }

  /** The order of the kernel's 256 lists of tables, the newest table of each first. */
  private static long bucket(int number) {
    return (number & 0xffL) << 32 | (0xff_ffffL - (number >>> 8));
  }

  private static Trie<Route> trie(List<Route> routes, GeneratedText text) {
    Trie<Route> trie = new Trie<>();
    for (Route route : routes) {
      text.step();
      List<Route> sharing = trie.at(route.destination().address().bits());
      sharing.add(route);
      if (sharing.size() > 1) {
        sharing.sort(Comparator.comparing(each -> -each.destination().length()));
      }
    }
    return trie;
  }

  private static void add(Trie.@Nullable Node<Route> node, String indent, GeneratedText text) {
    switch (node) {
      case null -> {}
      case Trie.Inner<Route> inner -> {
        text.line(
            (indent + "  +-- " + new Ipv4Address(inner.key()) + "/" + inner.length())
                + (" " + inner.bits() + " " + inner.full() + " " + inner.empty()));
        inner.children().forEach(child -> add(child, indent + "   ", text));
      }
      case Trie.Leaf<Route> leaf -> {
        text.line(indent + "  |-- " + new Ipv4Address(leaf.key()));
        for (Route route : leaf.content()) {
          text.line(
              (indent + "     /" + route.destination().length())
                  + (" " + scope(route.scope()) + " " + route.type().name()));
        }
      }
    }
  }

  private static String scope(Scope scope) {
    return switch (scope) {
      case GLOBAL -> "universe";
      case SITE -> "site";
      case LINK -> "link";
      case HOST -> "host";
      case NOWHERE -> "nowhere";
    };
  }

  /** Counts the parts of a trie. */
  private static final class Census {
    private int leaves;
    private int routes;
    private int depths;
    private int deepest;
    private int empty;
    private final Map<Integer, Integer> nodes = new TreeMap<>();

    void count(Trie.@Nullable Node<Route> node, int depth) {
      switch (node) {
        case null -> empty += depth == 0 ? 0 : 1;
        case Trie.Inner<Route> inner -> {
          nodes.merge(inner.bits(), 1, Integer::sum);
          inner.children().forEach(child -> count(child, depth + 1));
        }
        case Trie.Leaf<Route> leaf -> {
          leaves++;
          routes += leaf.content().size();
          depths += depth;
          deepest = Math.max(deepest, depth);
        }
      }
    }

    String text() {
      int inner = nodes.values().stream().mapToInt(each -> each).sum();
      int pointers =
          nodes.entrySet().stream().mapToInt(each -> each.getValue() << each.getKey()).sum();
      int bytes =
          leaves * LEAF_BYTES
              + routes * ROUTE_BYTES
              + inner * NODE_BYTES
              + pointers * POINTER_BYTES;
      int average = leaves == 0 ? 0 : depths * 100 / leaves;
      StringBuilder sizes = new StringBuilder();
      nodes.forEach((bits, number) -> sizes.append("  %d: %d".formatted(bits, number)));
      return """
      \tAver depth:     %d.%02d
      \tMax depth:      %d
      \tLeaves:         %d
      \tPrefixes:       %d
      \tInternal nodes: %d
      \t%s
      \tPointers: %d
      Null ptrs: %d
      Total size: %d  kB\
      """
          .formatted(
              average / 100,
              average % 100,
              deepest,
              leaves,
              routes,
              inner,
              sizes,
              pointers,
              empty,
              (bytes + KIB - 1) / KIB);
    }
  }
}
