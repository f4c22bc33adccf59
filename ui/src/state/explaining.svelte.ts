/** Whether the grouping of the event that is read is explained: it stays so from one event to the next. */

class Explaining {
  open = $state(false);
}

export const explaining = new Explaining();
