package dev.cnilab.cluster.jq.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.userland.stream.StreamUser;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.path.Path;
import org.jspecify.annotations.Nullable;

/**
 * Charges the values that a filter makes to its process. A value counts while it is passed on, and
 * an array while it is built. What a loop keeps from one turn to the next is not seen; therefore
 * the largest value so far counts until the end of the program.
 */
public final class HeldValues {
  /** The bytes of a number or the like, and of the place that refers to it. */
  private static final int VALUE = 24;

  /** The bytes of a text, besides its characters. */
  private static final int TEXT = 64;

  /** The bytes of an array, besides its elements. */
  static final int ARRAY = 112;

  /** The bytes of an object, besides its members. */
  private static final int OBJECT = 80;

  /** The bytes of a member of an object, besides its value and the characters of its key. */
  private static final int MEMBER = 80;

  /** The values that are measured before others have their turn. */
  private static final int AT_ONCE = 4096;

  /** The values that are measured in about a microsecond. */
  private static final int VALUES_A_UNIT = 64;

  /** Smaller ones are not worth the effort of charging. */
  private static final int SMALL = 1024;

  /** The bytes that are copied in about a microsecond. */
  private static final int BYTES_A_UNIT = 512;

  /** While a text is built there are its parts, a buffer and the result. */
  private static final int COPIES = 2;

  /** No machine has more bytes. */
  private static final long MOST = 1L << 48;

  private final StreamUser holder;
  private long largest;

  /** Charges that process. */
  public HeldValues(StreamUser holder) {
    this.holder = holder;
  }

  /**
   * The memory of a value with all that it contains, in bytes; what is in several places counts
   * several times. Ends the process if there is no room for it.
   */
  long size(JsonNode value) {
    long sum = own(value);
    int measured = 0;
    Deque<JsonNode> left = new ArrayDeque<>();
    for (JsonNode outer = value; outer != null; outer = left.pollLast()) {
      for (JsonNode each : outer instanceof SizedArray ? List.<JsonNode>of() : outer) {
        sum += own(each);
        if (each.isContainerNode()) {
          left.addLast(each);
        }
        if (++measured % AT_ONCE == 0) {
          holder.work(AT_ONCE / VALUES_A_UNIT);
          holder.hold(sum);
          holder.hold(-sum);
        }
      }
    }
    return sum;
  }

  /** The memory of a value without its elements or the values of its members. */
  private static long own(JsonNode value) {
    return switch (value) {
      case SizedArray array -> array.bytes();
      case ArrayNode array -> ARRAY;
      case ObjectNode object -> {
        long sum = OBJECT;
        for (Map.Entry<String, JsonNode> each : object.properties()) {
          sum += MEMBER + each.getKey().length();
        }
        yield sum;
      }
      case JsonNode text when text.isTextual() -> TEXT + text.textValue().length();
      default -> VALUE;
    };
  }

  /** Charges a value that was made by a copy, for as long as the output uses it. */
  void pass(JsonNode value, @Nullable Path place, PathOutput output) throws JsonQueryException {
    long size = size(value);
    holder.work(1 + (int) (size / BYTES_A_UNIT));
    keep(value, size, place, output);
  }

  /** Charges a value of a size in bytes as memory only, for as long as the output uses it. */
  void keep(JsonNode value, long size, @Nullable Path place, PathOutput output)
      throws JsonQueryException {
    if (size > largest) {
      long more = size - largest;
      largest = size;
      holder.hold(more);
    }
    if (size <= SMALL) {
      output.emit(value, place);
      return;
    }
    holder.hold(size);
    try {
      output.emit(value, place);
    } finally {
      holder.hold(-size);
    }
  }

  /** Charges a step that makes no value. */
  void step() {
    holder.work(1);
  }

  /** Charges memory, or gives it back. */
  void hold(long bytes) {
    holder.hold(bytes);
  }

  /** Ends the process if there is no room for a text of that many bytes and its copies. */
  void requireRoom(long bytes) {
    if (bytes > SMALL) {
      long copies = COPIES * Math.min(bytes, MOST);
      holder.hold(copies);
      holder.hold(-copies);
    }
  }
}
