package uk.ac.manchester.tornado.api.enums;

/** When data are copied. */
public class DataTransferMode {
  public static final int FIRST_EXECUTION = 0;
  public static final int EVERY_EXECUTION = 1;

  public DataTransferMode() {}
}
