package dev.cnilab.cluster.apiserver.patch.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.cost.Budget;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.log.GoInteger;

/**
 * A field or an item that a path leads to, there or not, in the list or object that holds it. Like
 * evanphx/json-patch it counts a negative index from the end, and overlooks what a path has before
 * its first slash.
 */
sealed interface OperationTarget {
  /** The value; a missing node for a field that is not there. */
  JsonNode get();

  /** Sets what is there, or a field that is not. */
  void set(JsonNode value);

  /** Sets a field, or inserts an item. */
  void add(JsonNode value);

  /** Removes it. */
  void remove();

  /**
   * The place that a path leads to.
   *
   * @throws dev.cnilab.cluster.client.ApiException 422 if nothing can be there
   */
  static OperationTarget of(JsonNode document, String path) {
    int start = path.indexOf('/');
    if (start < 0) {
      throw ApiErrors.rejected();
    }
    JsonNode holder = document;
    for (int end = path.indexOf('/', start + 1); end >= 0; end = path.indexOf('/', start + 1)) {
      holder = in(holder, key(path.substring(start + 1, end))).get();
      start = end;
    }
    return in(holder, key(path.substring(start + 1)));
  }

  private static OperationTarget in(JsonNode holder, String key) {
    return switch (holder) {
      case ObjectNode object -> new Field(object, key);
      case ArrayNode list -> new Item(list, key);
      default -> throw ApiErrors.rejected();
    };
  }

  private static String key(String part) {
    return part.indexOf('~') < 0 ? part : part.replace("~1", "/").replace("~0", "~");
  }

  /** A field of an object. */
  record Field(ObjectNode holder, String name) implements OperationTarget {
    /** For Go, a field that is null is not there. */
    @Override
    public JsonNode get() {
      JsonNode value = holder.path(name);
      return value.isNull() ? MissingNode.getInstance() : value;
    }

    @Override
    public void set(JsonNode value) {
      holder.set(name, value);
    }

    @Override
    public void add(JsonNode value) {
      set(value);
    }

    @Override
    public void remove() {
      if (holder.remove(name) == null) {
        throw ApiErrors.rejected();
      }
    }
  }

  /** An item of a list, or its end. */
  record Item(ArrayNode holder, String index) implements OperationTarget {
    /** Items that can be moved for a unit of the budget. */
    private static final int MOVED_PER_UNIT = 16;

    @Override
    public JsonNode get() {
      JsonNode value = holder.get(index(holder.size()));
      return value.isNull() ? MissingNode.getInstance() : value;
    }

    @Override
    public void set(JsonNode value) {
      holder.set(index(holder.size()), value);
    }

    @Override
    public void add(JsonNode value) {
      if (index.equals("-")) {
        holder.add(value);
      } else {
        int at = index(holder.size() + 1);
        chargeBehind(at);
        holder.insert(at, value);
      }
    }

    @Override
    public void remove() {
      int at = index(holder.size());
      chargeBehind(at);
      var unused = holder.remove(at);
    }

    private void chargeBehind(int at) {
      Budget.charge((holder.size() - at) / MOVED_PER_UNIT);
    }

    /** The index, counted from the start; 422 if it is beyond the number of places. */
    private int index(int places) {
      long number;
      try {
        number = GoInteger.parse(index);
      } catch (NumberFormatException none) {
        throw ApiErrors.rejected();
      }
      long counted = number < 0 ? number + places : number;
      if (counted < 0 || counted >= places) {
        throw ApiErrors.rejected();
      }
      return (int) counted;
    }
  }

  /** A value as it is kept: a field that is not there becomes null where it is put. */
  static JsonNode kept(JsonNode value) {
    return value.isMissingNode() ? NullNode.getInstance() : value;
  }
}
