package dev.cnilab.cluster.apiserver.admission.webhook;

import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The random numbers for names, uids and addresses. A request that starts again because a webhook
 * has answered draws what it drew before: the object is the one that the webhook was shown. On the
 * loop only.
 */
public final class RandomDraws extends Random {
  private static final long serialVersionUID = 1L;

  private final transient Random source;

  /** What the present request has drawn; null outside of one, where nothing starts again. */
  private transient @Nullable DrawnNumbers current;

  /**
   * Draws.
   *
   * @param source of numbers that have not been drawn before
   */
  public RandomDraws(Random source) {
    this.source = source;
  }

  /** Starts a request, or starts it again. */
  public <T> T during(DrawnNumbers drawn, Supplier<T> request) {
    DrawnNumbers before = current;
    drawn.rewind();
    current = drawn;
    try {
      return request.get();
    } finally {
      current = before;
    }
  }

  @Override
  protected int next(int bits) {
    int number = current == null ? source.nextInt() : current.next(source::nextInt);
    return number >>> (Integer.SIZE - bits);
  }
}
