package dev.cnilab.kernel;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import org.dflib.jjava.jupyter.channels.IOPubChannel;
import org.dflib.jjava.jupyter.messages.HMACGenerator;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.shaded.org.zeromq.ZMQ;

/**
 * The channel of outputs, which a thread of its own sends. A cell's thread must not: Jupyter's
 * interrupt is that thread's, and {@link java.nio.channels.InterruptibleChannel} closes for good if
 * it comes while something is sent. No later output of the kernel would arrive.
 */
final class PromptPublisher extends IOPubChannel {

  /** What waits to be sent; a cell that prints faster than Jupyter reads waits as well. */
  private static final int WAITING = 1_000;

  /** What is still unsent when the channel closes has this long. */
  private static final Duration LAST_OUTPUT = Duration.ofSeconds(1);

  private final BlockingQueue<Runnable> outputs = new ArrayBlockingQueue<>(WAITING);
  private final Thread thread = new Thread(this::send, "outputs");
  private volatile boolean closing;

  PromptPublisher(ZMQ.Context context, HMACGenerator signer) {
    super(context, signer);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void sendMessage(Message<?> output) {
    enqueue(() -> super.sendMessage(output));
  }

  private void send() {
    try {
      while (!closing) {
        outputs.take().run();
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private void enqueue(Runnable output) {
    try {
      outputs.put(output);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CancellationException("the cell was interrupted"); // a loop that prints ends here
    }
  }

  @Override
  public void close() {
    try {
      outputs.put(() -> closing = true);
      thread.join(LAST_OUTPUT);
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
    super.close();
  }
}
