package dev.cnilab.cluster.apiserver.admission.webhook;

import java.util.Arrays;
import java.util.function.IntSupplier;

/** The random numbers of one request, in order: when it starts again it gets the same ones. */
public final class DrawnNumbers {
  private int[] numbers = new int[8];
  private int count;
  private int at;

  /** The request starts, or starts again. */
  void rewind() {
    at = 0;
  }

  /** The next number, which is drawn if the request has not come so far before. */
  int next(IntSupplier source) {
    if (at == count) {
      if (count == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * count);
      }
      numbers[count++] = source.getAsInt();
    }
    return numbers[at++];
  }
}
