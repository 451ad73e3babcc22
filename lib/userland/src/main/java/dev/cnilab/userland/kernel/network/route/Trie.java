package dev.cnilab.userland.kernel.network.route;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The level-compressed trie in which Linux keeps routes, with its rules for larger and smaller
 * nodes (net/ipv4/fib_trie.c).
 *
 * @param <T> what a leaf holds
 */
final class Trie<T> {
  private static final int ADDRESS_BITS = 32;

  /** The percentages of children in use: of a doubled node at least, of a node before halving. */
  private static final int INFLATED_FROM = 50;

  private static final int INFLATED_FROM_AT_ROOT = 30;
  private static final int HALVED_BELOW = 25;
  private static final int HALVED_BELOW_AT_ROOT = 15;

  /** The number of times that one change may double or halve a node. */
  private static final int MOST_WORK = 10;

  private final Inner<T> top = new Inner<>(0, ADDRESS_BITS, 0);

  /** A leaf, or a node with children. */
  sealed interface Node<T> {
    int key();
  }

  /** The routes that begin with the same address. */
  record Leaf<T>(int key, List<T> content) implements Node<T> {}

  /** A node that distinguishes addresses by some of their bits. */
  static final class Inner<T> implements Node<T> {
    private final int key;
    private final int position;
    private final int bits;
    private final List<@Nullable Node<T>> children;
    private int empty;
    private int full;

    /** A node without children that looks at that many bits above the position. */
    private Inner(int key, int position, int bits) {
      int above = position + bits;
      this.key = above >= ADDRESS_BITS ? 0 : key >>> above << above;
      this.position = position;
      this.bits = bits;
      this.children = new ArrayList<>();
      for (int i = 0; i < 1 << bits; i++) {
        children.add(null);
      }
      this.empty = children.size();
    }

    @Override
    public int key() {
      return key;
    }

    /** The length of the prefix that all its addresses have in common. */
    int length() {
      return ADDRESS_BITS - position - bits;
    }

    int bits() {
      return bits;
    }

    List<@Nullable Node<T>> children() {
      return Collections.unmodifiableList(children);
    }

    int empty() {
      return empty;
    }

    /** The number of children that are nodes looking at the very next bits. */
    int full() {
      return full;
    }

    /** Sets a child and counts it (put_child); counting all of them each time would not scale. */
    private void set(int index, @Nullable Node<T> child) {
      Node<T> old = children.set(index, child);
      empty += (child == null ? 1 : 0) - (old == null ? 1 : 0);
      full += (isFull(child) ? 1 : 0) - (isFull(old) ? 1 : 0);
    }

    private boolean isFull(@Nullable Node<T> child) {
      return child instanceof Inner<T> inner && inner.position + inner.bits == position;
    }

    private int index(int address) {
      return bits == 0 ? 0 : (address ^ key) >>> position;
    }

    private @Nullable Node<T> child(int address) {
      return children.get(index(address));
    }

    private void put(Node<T> child) {
      set(index(child.key()), child);
    }

    private boolean matches(int address) {
      return bits == 0 || (int) (((address ^ key) & 0xffff_ffffL) >>> position >>> bits) == 0;
    }
  }

  /** The first node; null if the trie is empty. */
  @Nullable Node<T> root() {
    return top.children.getFirst();
  }

  /** What the leaf of an address holds; the leaf is made if there is none. */
  List<T> at(int address) {
    List<Inner<T>> path = new ArrayList<>();
    Inner<T> parent = top;
    Node<T> node = root();
    path.add(top);
    while (node instanceof Inner<T> inner && inner.matches(address)) {
      parent = inner;
      path.add(inner);
      node = inner.child(address);
    }
    if (node instanceof Leaf<T> leaf && leaf.key() == address) {
      return leaf.content();
    }
    Leaf<T> made = new Leaf<>(address, new ArrayList<>());
    if (node == null) {
      put(parent, made);
    } else {
      int highest = ADDRESS_BITS - 1 - Integer.numberOfLeadingZeros(address ^ node.key());
      Inner<T> between = new Inner<>(address, highest, 1);
      between.put(node);
      between.put(made);
      put(parent, between);
      path.add(between);
    }
    for (int i = path.size() - 1; i > 0; i--) {
      resize(path.get(i - 1), path.get(i));
    }
    return made.content();
  }

  private void put(Inner<T> parent, Node<T> child) {
    if (parent == top) {
      top.set(0, child);
    } else {
      parent.put(child);
    }
  }

  private void resize(Inner<T> parent, Inner<T> first) {
    Inner<T> node = first;
    int work = 0;
    while (work < MOST_WORK && isCrowded(parent, node)) {
      node = replace(parent, inflated(node));
      work++;
    }
    if (work > 0) {
      return;
    }
    while (work < MOST_WORK && isSparse(parent, node)) {
      node = replace(parent, halved(node));
      work++;
    }
    if (node.children.size() - node.empty() < 2) {
      for (Node<T> only : node.children) {
        if (only != null) {
          put(parent, only);
        }
      }
    }
  }

  private boolean isCrowded(Inner<T> parent, Inner<T> node) {
    int size = node.children.size();
    int used = size - node.empty() + node.full();
    int threshold = parent == top ? INFLATED_FROM_AT_ROOT : INFLATED_FROM;
    return used > 1 && node.position > 0 && 100 * used >= threshold * 2 * size;
  }

  private boolean isSparse(Inner<T> parent, Inner<T> node) {
    int size = node.children.size();
    int used = size - node.empty();
    int threshold = parent == top ? HALVED_BELOW_AT_ROOT : HALVED_BELOW;
    return used > 1 && node.bits > 1 && 100 * used < threshold * size;
  }

  private Inner<T> replace(Inner<T> parent, Inner<T> node) {
    put(parent, node);
    for (int i = node.children.size() - 1; i >= 0; i--) {
      Node<T> child = node.children.get(i);
      if (node.isFull(child) && child instanceof Inner<T> inner) {
        resize(node, inner);
      }
    }
    return node;
  }

  private static <T> Inner<T> inflated(Inner<T> old) {
    Inner<T> node = new Inner<>(old.key, old.position - 1, old.bits + 1);
    for (int i = 0; i < old.children.size(); i++) {
      Node<T> child = old.children.get(i);
      if (!(child instanceof Inner<T> inner) || !old.isFull(child)) {
        if (child != null) {
          node.put(child);
        }
      } else if (inner.bits == 1) {
        node.set(2 * i, inner.children.get(0));
        node.set(2 * i + 1, inner.children.get(1));
      } else {
        Inner<T> low = new Inner<>(inner.key, inner.position, inner.bits - 1);
        Inner<T> high = new Inner<>(inner.key | 1 << node.position, inner.position, inner.bits - 1);
        for (int j = 0; j < low.children.size(); j++) {
          low.set(j, inner.children.get(j));
          high.set(j, inner.children.get(low.children.size() + j));
        }
        node.set(2 * i, low);
        node.set(2 * i + 1, high);
      }
    }
    return node;
  }

  private static <T> Inner<T> halved(Inner<T> old) {
    Inner<T> node = new Inner<>(old.key, old.position + 1, old.bits - 1);
    for (int i = 0; i < node.children.size(); i++) {
      Node<T> low = old.children.get(2 * i);
      Node<T> high = old.children.get(2 * i + 1);
      if (low == null || high == null) {
        node.set(i, low == null ? high : low);
      } else {
        Inner<T> both = new Inner<>(low.key(), old.position, 1);
        both.set(0, low);
        both.set(1, high);
        node.set(i, both);
      }
    }
    return node;
  }
}
