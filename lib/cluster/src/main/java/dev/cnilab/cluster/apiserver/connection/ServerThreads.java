package dev.cnilab.cluster.apiserver.connection;

import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The threads of the API server's port. Once they have stopped, they drop what they are given: the
 * loop may continue after the port has been closed, and no client is left to notice.
 */
public final class ServerThreads extends QueuedThreadPool {
  private static final int MOST = 24;
  private static final int FEWEST = 3;
  private static final int IDLE_MILLIS = 60_000;

  public ServerThreads() {
    // With a queue of its own, Jetty would first start all of JMX just to learn the size of a cache
    // line.
    super(MOST, FEWEST, IDLE_MILLIS, new LinkedBlockingQueue<>());
    setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
  }

  @Override
  public void execute(Runnable job) {
    try {
      super.execute(job);
    } catch (RejectedExecutionException refused) {
      if (isRunning()) {
        throw refused;
      }
    }
  }
}
