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
 * The channel of outputs, which are sent by a thread of its own. A cell's thread must not send:
 * Jupyter's interrupt is for that thread, and {@link java.nio.channels.InterruptibleChannel} closes
 * permanently if it is interrupted while sending. No later output of the kernel would arrive.
 */
final class PromptPublisher extends IOPubChannel {

  /** How many outputs may be queued; a cell that prints faster than Jupyter reads has to wait. */
  private static final int WAITING = 1_000;

  /** How long unsent outputs may take when the channel closes. */
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
