// A table of what each choice brings: means over runs, as bars and numbers.

import { mean, type Many } from "./data";
import { say } from "./words";

export type Column = [string, string, (value: number) => string];

export function Measures({ runs, names, columns, chosen = -1 }: { runs: Many[]; names: string[]; columns: Column[]; chosen?: number }) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={say("measure.table")}>
      <table class="measures">
        <thead>
          <tr>
            <td />
            {columns.map(([key, name]) => <th scope="col" key={key}>{name}</th>)}
          </tr>
        </thead>
        <tbody>
          {names.map((name, i) => (
            <tr key={name} class={i === chosen ? "chosen" : ""}>
              <th scope="row">{name}</th>
              {columns.map(([key, , show]) => {
                const values = runs[i].column(key);
                const value = mean(values);
                const all = runs.map((each) => mean(each.column(key)));
                const most = Math.max(...all.map(Math.abs), 1e-9);
                return (
                  <td key={key}>
                    <svg viewBox="0 0 100 8" preserveAspectRatio="none" class="small-bar" aria-hidden="true">
                      <rect class={value < 0 ? "minus" : "plus"} width={(100 * Math.abs(value || 0)) / most} height="8" rx="2" />
                    </svg>
                    {Number.isNaN(value) ? say("measure.none") : show(value)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
