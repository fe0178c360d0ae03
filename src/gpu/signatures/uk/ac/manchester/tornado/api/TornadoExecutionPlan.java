package uk.ac.manchester.tornado.api;

import uk.ac.manchester.tornado.api.common.TornadoDevice;

/** Graphs that share their memory on a device. */
public class TornadoExecutionPlan {

  public TornadoExecutionPlan(ImmutableTaskGraph... immutableTaskGraphs) {
    throw new UnsupportedOperationException("a signature");
  }

  public TornadoExecutionResult execute() {
    throw new UnsupportedOperationException("a signature");
  }

  public TornadoExecutionPlan withGraph(int graphIndex) {
    throw new UnsupportedOperationException("a signature");
  }

  public TornadoExecutionPlan withGridScheduler(GridScheduler gridScheduler) {
    throw new UnsupportedOperationException("a signature");
  }

  public TornadoExecutionPlan withDevice(TornadoDevice device) {
    throw new UnsupportedOperationException("a signature");
  }
}
