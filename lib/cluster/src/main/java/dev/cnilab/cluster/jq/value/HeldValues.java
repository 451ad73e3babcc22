package dev.cnilab.cluster.jq.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.userland.stream.StreamUser;
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
  /** The bytes that a value takes in an array, besides its text. */
  private static final int VALUE = 24;

  /** The bytes of a member of an object, besides its value and the characters of its key. */
  private static final int MEMBER = 80;

  /** Smaller ones are not worth the effort of charging. */
  private static final int SMALL = 1024;

  /** The bytes that are copied in about a microsecond. */
  private static final int BYTES_A_UNIT = 512;

  /** While a text is built there are its parts, a buffer and the result. */
  private static final int COPIES = 2;

  private final StreamUser holder;
  private long largest;

  /** Charges that process. */
  public HeldValues(StreamUser holder) {
    this.holder = holder;
  }

  /** The memory of a value with all that it contains, in bytes. */
  static long size(JsonNode value) {
    return switch (value) {
      case SizedArray array -> array.bytes();
      case JsonNode text when text.isTextual() -> VALUE + text.textValue().length();
      case ObjectNode object -> {
        long sum = VALUE;
        for (Map.Entry<String, JsonNode> each : object.properties()) {
          sum += MEMBER + each.getKey().length() + size(each.getValue());
        }
        yield sum;
      }
      case ArrayNode array -> {
        long sum = VALUE;
        for (JsonNode each : array) {
          sum += size(each);
        }
        yield sum;
      }
      default -> VALUE;
    };
  }

  /** Charges a value for as long as the output uses it. */
  void pass(JsonNode value, @Nullable Path place, PathOutput output) throws JsonQueryException {
    long size = size(value);
    holder.work(1 + (int) (size / BYTES_A_UNIT));
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
      holder.hold(COPIES * bytes);
      holder.hold(-COPIES * bytes);
    }
  }
}
